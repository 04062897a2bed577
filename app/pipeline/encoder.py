"""H.264 pictures into a container, as the recorder and render write them."""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from app.pipeline.frame import Image
from app.pipeline.timeline import TIME_BASE

BT601_MATRIX = 6  # "smpte170m" of ITU-T H.273
LOOKAHEAD_FRAMES = 5  # of what is recorded live: so much is lost when the process is killed


@dataclass(frozen=True)
class H264:
    """How libx264 works. See docs/decisions/0002-recorder.md for the figures behind the choices.

    Attributes:
        preset, crf: x264's own names.
        threads: 0 lets it choose.
        lookahead: frames that it may hold back, None for the preset's own number. Those are lost when
            the process is killed; none at all costs six times the bytes (no rate control by macroblock tree).
    """

    preset: str
    crf: int
    threads: int = 0
    lookahead: int | None = None

    def options(self) -> dict[str, str]:
        options = {"preset": self.preset, "crf": str(self.crf), "forced-idr": "1"}
        if self.lookahead is None:
            return options
        held_back = f"mbtree=1:rc-lookahead={self.lookahead}:sync-lookahead=0:bframes=0"
        return {**options, "x264-params": held_back}


def add_h264(container: Any, size: tuple[int, int], settings: H264, rate: Fraction) -> Any:
    """A video stream of size (width, height), both even, in ticks of TIME_BASE."""
    stream = container.add_stream("libx264", rate=rate, options=settings.options())
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.time_base = TIME_BASE
    context = stream.codec_context
    context.time_base = TIME_BASE
    context.thread_count = settings.threads
    tag_colors(context)
    return stream


def tag_colors(context: Any) -> None:
    """Says which colours the numbers of yuv420 mean; untagged, a player guesses by the picture's size."""
    context.color_range = ColorRange.MPEG
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.colorspace = BT601_MATRIX


def even(image: Image) -> Image:
    """One more column or row, like its neighbour, where the size is odd: 4:2:0 has chroma for pairs only."""
    bottom, right = image.shape[0] % 2, image.shape[1] % 2
    if not bottom and not right:
        return image
    return np.asarray(cv2.copyMakeBorder(image, 0, bottom, 0, right, cv2.BORDER_REPLICATE), np.uint8)


def opaque(image: Image) -> Image:
    """BGRA -> BGR over black: what alpha hides must not come back in a format without alpha."""
    if image.shape[2] == 3:
        return image
    alpha = cv2.cvtColor(np.ascontiguousarray(image[:, :, 3]), cv2.COLOR_GRAY2BGR)
    colors = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return np.asarray(cv2.multiply(colors, alpha, scale=1 / 255), np.uint8)


def letterbox(image: Image, size: tuple[int, int]) -> Image:
    """The whole picture, as large as it goes, on black of size (width, height)."""
    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    scale = min(size[0] / width, size[1] / height)
    inner = max(1, min(size[0], round(width * scale))), max(1, min(size[1], round(height * scale)))
    canvas = np.zeros((size[1], size[0], image.shape[2]), np.uint8)
    x, y = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    canvas[y : y + inner[1], x : x + inner[0]] = cv2.resize(image, inner, interpolation=interpolation)
    return canvas


def yuv420(image: Image) -> av.VideoFrame:
    """HxWx3 BGR of even size -> a picture with the BT.601 matrix.

    OpenCV has that matrix only, and it is exact and takes 0.44 ms at 720p; libswscale takes 3.2 ms to
    BT.709 and tints grey by 2 levels.
    """
    planes = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_BGR2YUV_I420)
    return av.VideoFrame.from_ndarray(np.asarray(planes, np.uint8), format="yuv420p")
