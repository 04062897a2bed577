from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sinet_core.benchmark.framing import Shooting, WebcamSet, make_webcam_set
from sinet_core.errors import DataError
from tests.sinet_core.benchmark.people import write_cutouts, write_rooms

SMALL = Shooting(seed=3, count=6, frame_size=(160, 96))


@pytest.fixture
def made(tmp_path: Path) -> WebcamSet:
    return make_webcam_set(None, write_cutouts(tmp_path / "people"), [write_rooms(tmp_path / "rooms")], SMALL)


def test_pictures_show_a_person_whose_truth_is_known(made: WebcamSet) -> None:
    pictures = dict(made.pictures())
    assert len(pictures) == 6
    for moment in pictures.values():
        assert moment.truth is not None
        assert moment.frame.shape == (96, 160, 3)
        assert moment.truth.shape == (96, 160)
        assert moment.truth[-1].max() > 0.9, "people are cut off by the lower border"
        red = moment.frame[..., 2].astype(float) - moment.frame[..., 0]
        assert red[moment.truth > 0.9].mean() > red[moment.truth < 0.1].mean() + 10


def test_the_seed_decides_everything(made: WebcamSet) -> None:
    first, again = dict(made.pictures()), dict(made.pictures())
    assert list(first) == list(again)
    assert all(np.array_equal(first[name].frame, again[name].frame) for name in first)
    other = dict(WebcamSet(made.people, made.rooms, Shooting(4, 6, (160, 96))).pictures())
    assert not any(np.array_equal(a.frame, b.frame) for a, b in zip(first.values(), other.values(), strict=True))


def test_a_smaller_set_is_the_beginning_of_a_larger_one(made: WebcamSet) -> None:
    few = dict(WebcamSet(made.people, made.rooms, Shooting(3, 2, (160, 96))).pictures())
    assert list(few) == list(dict(made.pictures()))[:2]


def test_sometimes_there_are_two_different_people(made: WebcamSet) -> None:
    many = WebcamSet(made.people, made.rooms, Shooting(3, 40, (64, 64)))
    pairs = [name.split("-")[1:] for name, _ in many.pictures() if name.count("-") == 2]
    assert 1 <= len(pairs) <= 14
    assert all(first != second for first, second in pairs)


def test_people_are_needed() -> None:
    with pytest.raises(DataError, match="No people"):
        make_webcam_set(None, None, [], SMALL)
