"""FFmpeg's video encoders, and how to add a stream for one to a container."""
from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from app.pipeline.encode.timeline import TIME_BASE

TAGGED = ("mp4", "mov")
BT601_MATRIX = 6  # "smpte170m" of ITU-T H.273


@dataclass(frozen=True)
class Codec:
    """A video encoder.

    Attributes:
        name, options: FFmpeg's own.
        pixels: the pixel format that it needs.
        threads: 0 lets the encoder choose.
        tag: the four letters that tell players the codec; "" lets the container choose.
        hardware: whether it runs on a graphics processor, and so may fail at any moment.
    """

    name: str
    pixels: str
    options: dict[str, str] = field(default_factory=dict)
    threads: int = 0
    tag: str = ""
    hardware: bool = False


def add_video(container: Any, codec: Codec, size: tuple[int, int], rate: Fraction) -> Any:
    """Adds a video stream of size (width, height), both even, in ticks of TIME_BASE."""
    stream = container.add_stream(codec.name, rate=rate, options=codec.options)
    stream.width, stream.height = size
    stream.pix_fmt = codec.pixels
    stream.time_base = TIME_BASE
    context = stream.codec_context
    context.time_base = TIME_BASE
    context.thread_count = codec.threads
    if codec.tag and container.format.name in TAGGED:
        context.codec_tag = codec.tag
    _tag_colors(context)
    return stream


def _tag_colors(context: Any) -> None:
    """Tags the colours of yuv420; without tags, players guess by the video's size."""
    context.color_range = ColorRange.MPEG
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.colorspace = BT601_MATRIX
