"""Converts a decoded frame to an image: colours, transparency, size."""
from __future__ import annotations

from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter

from app.pipeline.decode.frames.grading import DEFAULT_PEAK_NITS, HLG, PQ, Grade, grade_of
from app.pipeline.decode.frames.orientation import square, upright
from app.pipeline.decode.frames.see_through import known_opacity, over_grey
from app.pipeline.decode.frames.side_data import peak_nits
from app.pipeline.frame import Image, Opacity

HD_HEIGHT = 720
UNSPECIFIED = 2  # of ITU-T H.273
FROM_HDR = "The video is HDR; its colours were converted for an ordinary screen."
Size = tuple[int, int]


class Conversion:
    """Turns the frames of one video into images; keeps one scaler for all, since each starts threads.

    Attributes:
        notes: conversions that a user should know about, one sentence each.
    """

    def __init__(self, max_side: int | None = None, canvas: Size | None = None) -> None:
        """Frames with a longer side of more than max_side px are shrunk to it.

        canvas: (width, height) px as stored. Every frame is fitted into it, on black, or into the first frame's size if
        that is larger. None: each frame keeps its own size.
        """
        self._max_side = max_side
        self._canvas = canvas
        self._is_first = True
        self._scaler = VideoReformatter()
        self._colors: tuple[int, int] | None = None
        self._grade: Grade | None = None
        self._done: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._done)

    def image(
        self, picture: VideoFrame, aspect: Fraction | None, *, mirrored: bool = False
    ) -> tuple[Image, Opacity | None]:
        """HxWx3 uint8 BGR, read-only, upright, with square pixels, and its opacity as in a Frame.

        Raises FFmpegError.

        aspect: width divided by height of a stored pixel. mirrored: as in upright.
        """
        own = picture.width, picture.height
        if self._canvas is not None and self._is_first:
            self._canvas = max(self._canvas, own, key=lambda size: size[0] * size[1])
        self._is_first = False
        canvas = self._within(self._canvas or own)
        size = canvas if self._canvas is None else fitted(own, canvas)
        if size != canvas or (self._canvas is not None and own != self._canvas):
            self._done[f"The frame size changes during the video; all frames were fitted into {_words(canvas)}."] = None
        def placed(image: Image) -> Image:
            image = upright(square(on_black(image, canvas), aspect), picture, mirrored=mirrored)
            image.flags.writeable = False
            return image

        image, opacity = self._bgr(picture, size)
        return placed(image), None if opacity is None else placed(opacity)

    def _bgr(self, picture: VideoFrame, size: Size) -> tuple[Image, Opacity | None]:
        grade = self._grade_of(picture)
        if grade is not None and grade.is_hdr:
            self._done[FROM_HDR] = None
        shows_through = any(component.is_alpha for component in picture.format.components)
        whole = self._plain(picture, size, "bgra") if shows_through else None
        if grade is not None:
            image = self._graded(picture, size, grade)
        elif whole is not None:
            image = np.ascontiguousarray(whole[..., :3])
        else:
            image = self._plain(picture, size, "bgr24")
        opacity = None if whole is None else known_opacity(np.ascontiguousarray(whole[..., 3]))
        return (image, None) if opacity is None else (over_grey(image, opacity), opacity)

    def _plain(self, picture: VideoFrame, size: Size, pixels: str) -> Image:
        matrix = Colorspace.ITU709 if _is_untagged_hd(picture) else None
        scaled = self._scaler.reformat(picture, *size, pixels, src_colorspace=matrix)
        return np.asarray(scaled.to_ndarray(), np.uint8)

    def _graded(self, picture: VideoFrame, size: Size, grade: Grade) -> Image:
        untagged = picture.colorspace == UNSPECIFIED and not picture.format.is_rgb
        matrix = Colorspace.BT2020 if untagged else None
        scaled = self._scaler.reformat(picture, *size, "rgb48le", src_colorspace=matrix)
        return grade.graded(np.asarray(scaled.to_ndarray(), np.uint16))

    def _grade_of(self, picture: VideoFrame) -> Grade | None:
        """The previous frame's converter if the colours are the same, since its tables are kept."""
        colors = int(picture.color_trc), int(picture.color_primaries)
        if colors != self._colors:
            self._colors = colors
            peak = peak_nits(picture, DEFAULT_PEAK_NITS) if colors[0] in (PQ, HLG) else DEFAULT_PEAK_NITS
            self._grade = grade_of(*colors, peak)
        return self._grade

    def _within(self, size: Size) -> Size:
        longer = max(size)
        if self._max_side is None or longer <= self._max_side:
            return size
        shrunk = fitted(size, (self._max_side, self._max_side))
        self._done[shrinking(size, shrunk)] = None
        return shrunk


def shrinking(size: Size, shrunk: Size) -> str:
    """The note about frames that were larger than a file can be."""
    return f"The picture has {_words(size)} pixels; it was shrunk to {_words(shrunk)}."


def _words(size: Size) -> str:
    return f"{size[0]}×{size[1]}"


def fitted(size: Size, canvas: Size) -> Size:
    """The largest (width, height) of size's shape in canvas."""
    scale = min(canvas[0] / size[0], canvas[1] / size[1])
    return min(canvas[0], max(1, round(size[0] * scale))), min(canvas[1], max(1, round(size[1] * scale)))


def on_black(image: Image, canvas: Size) -> Image:
    """The image, HxW or HxWx3, centred on (width, height) px of black."""
    height, width = image.shape[:2]
    if (width, height) == canvas:
        return image
    whole = np.zeros((canvas[1], canvas[0], *image.shape[2:]), np.uint8)
    x, y = (canvas[0] - width) // 2, (canvas[1] - height) // 2
    whole[y : y + height, x : x + width] = image
    return whole


def _is_untagged_hd(picture: VideoFrame) -> bool:
    """Players treat untagged HD video as BT.709, but FFmpeg as BT.601, which shifts reds and greens."""
    return picture.colorspace == UNSPECIFIED and picture.height >= HD_HEIGHT and not picture.format.is_rgb
