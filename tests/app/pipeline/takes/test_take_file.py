from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.settings import Settings
from tests.app.pipeline.takes.moments import moments, read
from tests.kept import GREEN, alone, live, write_take
from tests.room import SIZE, marker_share, raw_frame


def test_a_take_has_all_that_a_composite_is_made_of(tmp_path: Path) -> None:
    kept = moments()
    assert {moment.verdict for moment in kept} == {"moved", "due", "still"}
    frames = read(write_take(tmp_path / "a.backdrop", kept))
    assert len(frames) == len(kept)
    newest = kept[0].alpha8
    for frame, moment in zip(frames, kept, strict=True):
        newest = newest if moment.alpha8 is None else moment.alpha8
        assert newest is not None
        assert np.array_equal(frame.alpha8, newest)
        assert (frame.verdict, frame.fresh, frame.settings) == (moment.verdict, moment.fresh, moment.settings)
        assert frame.time == pytest.approx(moment.time - 100, abs=1e-4)
        assert moment.pixels is not None
        assert np.abs(frame.pixels.astype(int) - moment.pixels).mean() < 12, "4:2:0 of a pattern of pure colours"
        assert not frame.pixels.flags.writeable


def test_no_room_is_kept_of_a_moment_without_an_alpha(tmp_path: Path) -> None:
    kept = live([raw_frame(index) for index in range(10)], lambda _: Settings(background=GREEN))[1]
    frames = read(write_take(tmp_path / "a.backdrop", [*kept[:5], *map(alone, kept[5:])]))
    assert [frame.verdict for frame in frames] == ["moved"] * 5 + ["alone"] * 5
    assert marker_share(frames[4].pixels) > 0.3
    assert all(marker_share(frame.pixels) == 0 and frame.alpha8.max() == 0 for frame in frames[5:])


def test_an_odd_size_stays_odd(tmp_path: Path) -> None:
    images = [raw_frame(index, (161, 91)) for index in range(4)]
    frames = read(write_take(tmp_path / "a.backdrop", live(images, lambda _: Settings(background=GREEN))[1]))
    assert {frame.size for frame in frames} == {(161, 91)}


def test_a_frame_of_another_size_is_fitted_in_with_its_alpha(tmp_path: Path) -> None:
    """A 4:3 camera after a 16:9 one: there is nobody outside its frame."""
    kept = [live([raw_frame(2, size)], lambda _: Settings(background=GREEN))[1][0] for size in (SIZE, (240, 180))]
    kept[1] = replace(kept[1], time=kept[0].time + 1 / 30, alpha8=np.full((96, 160), 255, np.uint8))
    frame = read(write_take(tmp_path / "a.backdrop", kept))[1]
    assert frame.size == SIZE
    shares = (frame.alpha8 > 127).mean(axis=0)
    assert shares[:20].max() == shares[-20:].max() == 0
    assert shares[20:-20].min() == 1
    assert frame.pixels[:, :38].max() < 40
