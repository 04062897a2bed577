from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import pytest

from app.pipeline.decode.truncation import IndexCheck, is_cut_off
from tests.media import plain, write_video

IMAGES = [plain((10 * index, 90, 200)) for index in range(12)]


@pytest.mark.parametrize("suffix", [".mkv", ".avi"])
def test_a_file_that_is_shorter_than_it_says_is_cut_off(tmp_path: Path, suffix: str) -> None:
    video = write_video(tmp_path / f"a{suffix}", IMAGES)
    assert not is_cut_off(video)
    video.write_bytes(video.read_bytes()[:-200])
    assert is_cut_off(video)


def test_matroska_of_unknown_length_is_not_cut_off(tmp_path: Path) -> None:
    """A live recording leaves its length open."""
    video = write_video(tmp_path / "a.mkv", IMAGES)
    data = bytearray(video.read_bytes())
    at = data.index(b"\x18\x53\x80\x67") + 4
    data[at : at + 8] = b"\x01" + b"\xff" * 7
    video.write_bytes(data[:-200])
    assert not is_cut_off(video)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"\x1a\x45\xdf\xa3", b"not a video at all"])
def test_anything_else_is_not_cut_off(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    assert not is_cut_off(path)
    assert not is_cut_off(tmp_path / "missing")


def check_of(path: Path, packets: slice) -> bool:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        check = IndexCheck(container, stream)
        for packet in list(container.demux(stream))[packets]:
            check.note(packet)
        return check.ends_early(25.0)


def test_an_mp4_with_fewer_packets_than_its_index_promises_ends_early(tmp_path: Path) -> None:
    video = write_video(tmp_path / "a.mp4", IMAGES)
    assert not check_of(video, slice(None))
    assert check_of(video, slice(0, 6))


def test_a_packet_that_is_missing_in_the_middle_does_not_end_an_mp4_early(tmp_path: Path) -> None:
    video = write_video(tmp_path / "a.mp4", IMAGES)
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        check = IndexCheck(container, stream)
        for packet in [*list(container.demux(stream))[:4], *_last(video)]:
            check.note(packet)
        assert not check.ends_early(25.0)


def _last(video: Path) -> list[Any]:
    with av.open(str(video)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        last = packets[-1]
        return [SimpleNamespace(size=last.size, pts=last.pts, duration=last.duration, time_base=last.time_base)]


def test_formats_without_an_index_never_end_early(tmp_path: Path) -> None:
    assert not check_of(write_video(tmp_path / "a.mkv", IMAGES), slice(0, 2))
