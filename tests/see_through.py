"""Partly transparent videos."""
from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream

MAGENTA_BGR = (255, 0, 255)
GREEN_BGR = (40, 200, 30)
SEE_THROUGH = [  # file, codec, pixels
    ("vp9.webm", "libvpx-vp9", "yuva420p"),
    ("vp8.webm", "libvpx", "yuva420p"),
    ("prores.mov", "prores_ks", "yuva444p10le"),
    ("png.mov", "png", "rgba"),
    ("animation.mov", "qtrle", "argb"),
    ("ffv1.mkv", "ffv1", "bgra"),
    ("apng.apng", "apng", "rgba"),
]


def see_through(path: Path, codec: str, pixels: str) -> Path:
    """Green on the left, half-transparent green in the middle, hidden magenta on the right."""
    image = np.zeros((48, 96, 4), np.uint8)
    image[:, :32], image[:, 32:64], image[:, 64:] = (*GREEN_BGR, 255), (*GREEN_BGR, 128), (*MAGENTA_BGR, 0)
    with av.open(str(path), "w") as container:
        options = {"auto-alt-ref": "0", "crf": "4", "b": "2M"} if codec.startswith("libvpx") else {}
        stream = cast(VideoStream, container.add_stream(codec, rate=25, options=options))
        stream.width, stream.height, stream.pix_fmt = 96, 48, pixels
        for index in range(3):
            frame = av.VideoFrame.from_ndarray(image, format="bgra").reformat(format=pixels)
            frame.pts, frame.time_base = index, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
