"""H.264 pictures into a container, as the recorder and render write them."""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from app.pipeline.encode.timeline import TIME_BASE

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
