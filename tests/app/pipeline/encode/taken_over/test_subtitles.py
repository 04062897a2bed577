from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from io import BytesIO
from typing import Any

import av
import pytest
from av.packet import Packet

from app.pipeline.encode.taken_over.subtitles import READERS, STYLES, SubtitleTrack


def packet(data: bytes, begin_ms: int | None, shown_ms: int) -> Packet[Any]:
    made: Packet[Any] = Packet(data)
    made.time_base = Fraction(1, 1000)
    made.pts, made.duration = begin_ms, shown_ms
    return made


@contextmanager
def track(codec: str = "subrip", container: str = "matroska") -> Iterator[SubtitleTrack]:
    with av.open(BytesIO(), "w", format=container) as output:
        stream: Any = output.add_stream(codec)
        stream.codec_context.subtitle_header = STYLES
        yield SubtitleTrack(stream, READERS["text"])


def fed(subtitles: SubtitleTrack, given: Packet[Any], start: float = 0.0) -> list[tuple[bytes, int, int]]:
    return [(bytes(each), each.pts, each.duration) for each in subtitles.feed(given, start)]


@pytest.mark.parametrize(
    ("codec", "data", "text"),
    [
        ("ass", b"0,0,Default,,0,0,0,,{\\i1}Hello,\\Nthere", "Hello,\nthere"),
        ("mov_text", b"\x00\x05Hello\x00\x00\x00\x0cstyl", "Hello"),
        ("subrip", b"<i>Hello</i> there", "Hello there"),
        ("webvtt", "Grüße".encode(), "Grüße"),
        ("text", b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_text_is_read_from_every_kind(codec: str, data: bytes, text: str) -> None:
    assert READERS[codec](data) == text


def test_a_line_keeps_its_time_from_the_beginning_of_the_output() -> None:
    with track() as subtitles:
        assert fed(subtitles, packet(b"Hello", 2500, 1000), 1.0) == [(b"Hello", 1500, 1000)]


def test_a_line_that_began_before_is_shown_for_what_is_left_of_it() -> None:
    with track() as subtitles:
        assert fed(subtitles, packet(b"Hello", 500, 1000), 1.0) == [(b"Hello", 0, 500)]
        assert fed(subtitles, packet(b"over", 0, 1000), 1.0) == []


@pytest.mark.parametrize(("data", "begin"), [(b"", 0), (b"Hello", None), (b"\r\n", 0)])
def test_what_says_nothing_or_at_no_time_is_left_out(data: bytes, begin: int | None) -> None:
    with track() as subtitles:
        assert fed(subtitles, packet(data, begin, 1000)) == []


def test_an_mp4_wants_the_length_before_the_text() -> None:
    with track("mov_text", "mp4") as subtitles:
        assert fed(subtitles, packet(b"Hello", 0, 1000)) == [(b"\x00\x05Hello", 0, 1000)]
