"""Composites for the tests of the writers, and how to read them back."""
from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from app.pipeline.frame import Frame, Image
from tests.media import plain

TIMES = [0, 0.04, 0.08, 0.5, 0.54, 2.0]
GREYS = [20, 60, 100, 140, 180, 220]
VIDEOS = [".mp4", ".mkv", ".mov", ".webm", ".gif"]
TRANSPARENT = [".mov", ".webm"]


def pictures(size: tuple[int, int] = (64, 48)) -> list[Frame]:
    return [
        Frame(plain((g, g, g), size), t, i) for i, (g, t) in enumerate(zip(GREYS, TIMES, strict=True))
    ]


def half_seen(size: tuple[int, int] = (64, 48)) -> Image:
    """Red; the left half is fully transparent."""
    image = np.zeros((size[1], size[0], 4), np.uint8)
    image[:, size[0] // 2 :] = (0, 0, 255, 255)
    return image


def decoded(path: Path, pixels: str = "gray8", codec: str | None = None) -> list[tuple[float, Image]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = cast(VideoCodecContext, av.CodecContext.create(codec, "r")) if codec else stream.codec_context
        frames: list[av.VideoFrame] = []
        for packet in container.demux(stream):
            frames += context.decode(packet if packet.size else None)
        base = stream.time_base or Fraction(1)
        times = [float((frame.pts or 0) * (frame.time_base or base)) for frame in frames]
        return [(time, np.asarray(f.to_ndarray(format=pixels))) for time, f in zip(times, frames, strict=True)]
