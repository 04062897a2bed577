import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.pipeline.encode.fragments import FragmentFile, end_of_whole_fragments


def box(name: str, payload: int) -> bytes:
    return (8 + payload).to_bytes(4, "big") + name.encode() + bytes(payload)


def long_box(name: str, payload: int) -> bytes:
    """As for more than 4 GB: the length follows the name."""
    return (1).to_bytes(4, "big") + name.encode() + (16 + payload).to_bytes(8, "big") + bytes(payload)


HEAD = box("ftyp", 20) + box("moov", 100)
FRAGMENT = box("moof", 50) + box("mdat", 300)


@pytest.fixture
def descriptor(tmp_path: Path) -> Iterator[int]:
    number = os.open(tmp_path / "f.mp4", os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0))
    yield number
    os.close(number)


def put(descriptor: int, content: bytes) -> None:
    os.write(descriptor, content)


@pytest.mark.parametrize(
    ("content", "end"),
    [
        (b"", 0),
        (b"\0" * 40, 0),
        (HEAD, 0),
        (HEAD + FRAGMENT, len(HEAD + FRAGMENT)),
        (HEAD + FRAGMENT + FRAGMENT[:-1], len(HEAD + FRAGMENT)),
        (HEAD + FRAGMENT + box("moof", 50), len(HEAD + FRAGMENT)),
        (HEAD + FRAGMENT + b"\0\0", len(HEAD + FRAGMENT)),
        (HEAD + long_box("mdat", 70) + FRAGMENT[:20], len(HEAD) + 86),
    ],
)
def test_the_end_of_what_is_whole(descriptor: int, content: bytes, end: int) -> None:
    put(descriptor, content)
    assert end_of_whole_fragments(descriptor) == end


def test_it_writes_like_a_file(descriptor: int) -> None:
    file = FragmentFile(descriptor)
    assert file.write(b"abcdef") == 6
    assert file.seek(2) == 2
    file.write(b"XY")
    assert file.tell() == 4
    file.close()
    assert os.pread(descriptor, 10, 0) == b"abXYef"


def test_after_a_failure_nothing_more_is_written_and_the_rest_is_cut_off(
    descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = FragmentFile(descriptor)
    file.write(HEAD + FRAGMENT + FRAGMENT[:80])

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        assert file.write(b"more") == 4
    assert file.failed is not None
    file.seek(0)
    file.write(b"the muxer mends its header")
    file.close()
    assert os.pread(descriptor, 10_000, 0) == HEAD + FRAGMENT


def test_a_short_write_continues(descriptor: int, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda number, data: write(number, data[:3]))
    FragmentFile(descriptor).write(b"0123456789")
    assert os.pread(descriptor, 20, 0) == b"0123456789"
