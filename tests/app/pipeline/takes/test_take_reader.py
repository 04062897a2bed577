import errno
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.takes import take_file, take_reader
from app.pipeline.takes.alpha_packet import pack_alpha
from app.pipeline.takes.take_file import VERSION_KEY, TakeFile
from app.pipeline.takes.take_reader import iter_take, open_take
from app.pipeline.takes.take_settings import take_settings
from app.settings import Settings
from tests.app.pipeline.takes.moments import OTHERS, ZONES, moments, read
from tests.kept import GREEN, SOURCE, live, make_take, write_take
from tests.room import SIZE, raw_frame


def test_reading_may_begin_anywhere(tmp_path: Path) -> None:
    """Also during stillness, where neither alpha nor settings are new."""
    path = write_take(tmp_path / "a.backdrop", moments())
    whole = read(path)
    for start in (0.3, 1.2, 1.9, 2.4):
        part = list(iter_take(path, start))
        assert whole[0].time <= part[0].time <= start
        assert start - part[0].time < 1.1
        for frame, same in zip(part, whole[-len(part) :], strict=True):
            assert np.array_equal(frame.pixels, same.pixels)
            assert np.array_equal(frame.alpha8, same.alpha8)
            assert (frame.time, frame.verdict, frame.settings) == (same.time, same.verdict, same.settings)


def test_what_a_take_is(tmp_path: Path) -> None:
    info = open_take(make_take(tmp_path / "a.backdrop", 30, OTHERS))
    assert (info.size, info.has_sound) == (SIZE, False)
    assert info.seconds == pytest.approx(1, abs=0.1)
    assert info.settings == take_settings(OTHERS, SOURCE)
    assert info.settings.as_settings().zones.sources[0].mask == ZONES


def tagged(path: Path, version: str) -> Path:
    """A file that claims to be a take of that version, with one empty alpha."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata[VERSION_KEY] = version
        streams = [container.add_stream("mpeg4", rate=30), container.add_stream("png", rate=30)]
        for stream, pixels in zip(streams, ("yuv420p", "gray"), strict=True):
            stream.width, stream.height, stream.pix_fmt = 64, 48, pixels
        for stream, pixels in zip(streams, ("yuv420p", "gray"), strict=True):
            frame = av.VideoFrame(64, 48, pixels)
            frame.pts, frame.time_base = 0, Fraction(1, 30)
            container.mux([*stream.encode(frame), *stream.encode(None)])
    return path


@pytest.mark.parametrize(("make", "title"), [
    (lambda path: path, "There is no take"),
    (lambda path: tagged(path, "2"), "newer Backdrop"),
    (lambda path: tagged(path, "one"), "is not a take"),
    (lambda path: tagged(path, "1"), "is empty"),
    (lambda path: path.write_bytes(b"no video") and path, "cannot be read"),
    (lambda path: path.touch() or path, "cannot be read"),
])  # fmt: skip
def test_anything_but_a_take_is_reported_in_one_line(tmp_path: Path, make: object, title: str) -> None:
    with pytest.raises(AppError, match=title) as caught:
        open_take(make(tmp_path / "a.backdrop"))  # type: ignore[operator]
    assert caught.value.hint


def test_a_take_that_is_cut_anywhere_is_read_up_to_there(tmp_path: Path) -> None:
    """As after a kill: never finished, and the last fragment incomplete."""
    kept = live([raw_frame(index) for index in range(60)], lambda _: Settings(background=GREEN))[1]
    path, counts = tmp_path / "a.backdrop", []
    with HeldFile.create(path) as held, closing(TakeFile(held.descriptor)) as take:
        for moment in kept:
            take.write(moment, moment.time)
        unfinished = path.read_bytes()
    for share in (0.3, 0.6, 0.99):
        path.write_bytes(unfinished[: int(share * len(unfinished))])
        frames = read(path)
        counts.append(len(frames))
        for frame, moment in zip(frames, kept, strict=False):
            assert moment.alpha8 is not None
            assert np.array_equal(frame.alpha8, moment.alpha8), "no alpha of another frame"
    assert 0 < counts[0] < counts[1] < counts[2] < 60


def test_what_a_full_disk_leaves_is_read(tmp_path: Path) -> None:
    kept = live([raw_frame(index) for index in range(60)], lambda _: Settings(background=GREEN))[1]
    path = tmp_path / "a.backdrop"
    with HeldFile.create(path) as held:
        take = TakeFile(held.descriptor)
        for moment in kept[:45]:
            take.write(moment, moment.time)
        take._file.failed = OSError(errno.ENOSPC, "No space left on device")
        with pytest.raises(OSError, match="No space"):
            take.write(kept[45], kept[45].time)
        take.close()
    assert len(read(path)) >= 20
    assert open_take(path).seconds > 0.5


@pytest.mark.parametrize(
    "changes",
    [{"size": 5}, {"size": [float("inf"), 1]}, {"size": None}, {"size": []}, {"verdict": []}, {"verdict": "?"},
     {"settings": 3}, {"settings": {"matte": None, "zones": 7}}],
)
def test_what_a_take_says_in_a_way_that_nobody_wrote_ends_it_or_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object]
) -> None:
    monkeypatch.setattr(take_file, "pack_alpha", lambda alpha, told: pack_alpha(alpha, {**told, **changes}))
    path = make_take(tmp_path / "a.backdrop", 3, Settings())
    assert len(read(path)) <= 3


def test_a_take_that_cannot_be_wound_ends_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise av.error.PermissionError(1, "Operation not permitted")

    path = make_take(tmp_path / "a.backdrop", 3, Settings())
    monkeypatch.setattr(take_reader, "_seek", refuse)
    assert list(iter_take(path, 0.05)) == []
