"""Converts subtitles of the input to what the output's container supports."""
from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from av.packet import Packet

# Text encoders require styles, although none is used here.
STYLES = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
MATROSKA = frozenset({"ass", "srt", "subrip", "webvtt", "dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle"})
COPIED = {"matroska": MATROSKA, "webm": frozenset({"webvtt"})}
WRITTEN = {"matroska": "subrip", "webm": "webvtt", "mp4": "mov_text", "mov": "mov_text"}
ASS_FIELDS = 8  # before the text
TAGS = re.compile(r"<[^>]*>|\{\\[^}]*\}")
MILLISECOND = Fraction(1, 1000)


def _from_ass(data: bytes) -> str:
    text = data.decode("utf-8", "replace").split(",", ASS_FIELDS)[-1]
    return TAGS.sub("", text.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " "))


def _from_mov(data: bytes) -> str:
    length = int.from_bytes(data[:2], "big")
    return data[2 : 2 + length].decode("utf-8", "replace")


def _from_text(data: bytes) -> str:
    return TAGS.sub("", data.decode("utf-8", "replace"))


READERS: dict[str, Callable[[bytes], str]] = {
    "ass": _from_ass, "ssa": _from_ass, "mov_text": _from_mov, "srt": _from_text, "subrip": _from_text,
    "webvtt": _from_text, "text": _from_text,
}  # fmt: skip


@dataclass(frozen=True)
class SubtitleTrack:
    """stream: of the output. read: extracts the text of a packet; None if packets are copied."""

    stream: Any
    read: Callable[[bytes], str] | None

    def feed(self, packet: Any, start: float) -> list[Any]:
        """The packets to write for one of the input. start: the input's time at which the output begins."""
        if not packet.size or packet.pts is None or packet.time_base is None:
            return []
        begin = float(packet.pts * packet.time_base) - start
        shown = float((packet.duration or 0) * packet.time_base)
        if begin + shown <= 0:
            return []
        begin, shown = max(begin, 0.0), min(shown, begin + shown)
        given = packet if self.read is None else self._written(self.read(bytes(packet)))
        if given is None:
            return []
        given.time_base = MILLISECOND
        given.pts = given.dts = round(begin * 1000)
        given.duration = round(shown * 1000)
        given.stream = self.stream
        return [given]

    def _written(self, text: str) -> Any | None:
        text = text.strip("\r\n")
        if not text:
            return None
        data = text.encode()
        is_mov = self.stream.codec_context.name == "mov_text"
        return Packet(struct.pack(">H", len(data)) + data if is_mov else data)


def add_subtitles(container: Any, track: Any) -> SubtitleTrack | None:
    """Adds a stream for a subtitle track of the input; None if container cannot hold it (image subtitles in an MP4)."""
    name, kind = track.codec_context.name, container.format.name
    if name in COPIED.get(kind, ()):
        return SubtitleTrack(container.add_stream_from_template(track), None)
    if name not in READERS or kind not in WRITTEN:
        return None
    stream = container.add_stream(WRITTEN[kind])
    stream.codec_context.subtitle_header = STYLES
    return SubtitleTrack(stream, READERS[name])
