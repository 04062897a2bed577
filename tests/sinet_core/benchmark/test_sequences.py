from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sinet_core.benchmark.motion import BEHAVIOURS
from sinet_core.benchmark.rooms import KINDS
from sinet_core.benchmark.sequences import MadeClip, make_sequences
from sinet_core.errors import DataError
from tests.sinet_core.benchmark.people import TINY, write_cutouts, write_rooms


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("made")
    return write_cutouts(root / "people"), write_rooms(root / "rooms")


@pytest.fixture(scope="module")
def clips(folders: tuple[Path, Path]) -> list[MadeClip]:
    return make_sequences(folders[0], [folders[1]], replace(TINY, count=8))


def test_every_behaviour_and_every_kind_of_room_has_its_turn(clips: list[MadeClip]) -> None:
    assert [clip.behaviour for clip in clips] == list(BEHAVIOURS)
    assert {clip.room.kind for clip in clips} == set(KINDS)
    assert len({clip.name for clip in clips}) == 8


def test_the_next_round_of_behaviours_gets_other_rooms(folders: tuple[Path, Path]) -> None:
    kinds: dict[str, list[str]] = {}
    for clip in make_sequences(folders[0], [folders[1]], replace(TINY, count=24)):
        kinds.setdefault(clip.behaviour, []).append(clip.room.kind)
    assert all(sorted(seen) == sorted(KINDS) for seen in kinds.values())


def test_frames_and_truth_keep_the_contract(clips: list[MadeClip]) -> None:
    moments = list(clips[0].moments())
    assert len(moments) == TINY.frames
    for moment in moments:
        assert moment.frame.shape == (96, 160, 3)
        assert moment.frame.dtype == np.uint8
        assert moment.truth is not None
        assert moment.truth.shape == (96, 160)
        assert moment.truth.dtype == np.float32
        assert moment.truth.min() >= 0
        assert moment.truth.max() <= 1


def test_a_seed_gives_the_same_frames_and_another_one_others(
    folders: tuple[Path, Path], clips: list[MadeClip]
) -> None:
    again = make_sequences(folders[0], [folders[1]], replace(TINY, count=8))
    for first, second in zip(clips, again, strict=True):
        for index in (0, 40):
            one, two = first.moment(index), second.moment(index)
            assert np.array_equal(one.frame, two.frame)
            assert np.array_equal(one.truth, two.truth)  # type: ignore[arg-type]
    other = make_sequences(folders[0], [folders[1]], replace(TINY, seed=4))
    assert not np.array_equal(other[0].moment(0).frame, clips[0].moment(0).frame)


def test_a_frame_does_not_depend_on_those_before(clips: list[MadeClip]) -> None:
    in_order = list(clips[1].moments())[4]
    alone = clips[1].moment(4)
    assert np.array_equal(in_order.frame, alone.frame)


@pytest.mark.parametrize("index", [0, 14, 20, 40, 110])
def test_the_truth_belongs_to_its_frame(clips: list[MadeClip], index: int) -> None:
    """People are red here, rooms are blue: what the truth covers is red, in every pose, however fast."""
    for clip in clips:
        moment = clip.moment(index)
        assert moment.truth is not None
        red = moment.frame[..., 2].astype(int) - moment.frame[..., 0]
        inside, outside = moment.truth > 0.98, moment.truth < 0.02
        # The drawn arm has its own skin colour: still nothing like the wall.
        assert float((red[inside] > 0).mean() if inside.any() else 1.0) > 0.97, clip.name
        assert float((red[outside] < 40).mean()) > 0.97, clip.name


def test_fast_motion_blurs_frame_and_truth_alike(clips: list[MadeClip]) -> None:
    walking = clips[list(BEHAVIOURS).index("walk")]
    t = 29 / TINY.fps
    sharp = walking.actor.render(BEHAVIOURS["walk"](t, walking.temper))[..., 3] / 255
    blurred = walking.moment(29).truth
    assert blurred is not None
    mixed = [int(((alpha > 0.05) & (alpha < 0.95)).sum()) for alpha in (sharp, blurred)]
    assert mixed[1] > 1.1 * mixed[0]


def test_at_rest_the_truth_is_still_and_the_frame_is_not(clips: list[MadeClip]) -> None:
    first, second = clips[0].moment(0), clips[0].moment(1)
    assert np.array_equal(first.truth, second.truth)  # type: ignore[arg-type]
    assert not np.array_equal(first.frame, second.frame)


def test_a_raised_hand_is_part_of_the_truth(clips: list[MadeClip]) -> None:
    raising = clips[list(BEHAVIOURS).index("raise-hand")]
    down, up = raising.moment(0).truth, raising.moment(60).truth
    assert down is not None
    assert up is not None
    assert float(up.sum()) > 1.05 * float(down.sum())


@pytest.mark.parametrize("missing", ["people", "rooms"])
def test_empty_folders_are_reported(folders: tuple[Path, Path], tmp_path: Path, missing: str) -> None:
    people = tmp_path if missing == "people" else folders[0]
    rooms = tmp_path if missing == "rooms" else folders[1]
    with pytest.raises(DataError, match="No "):
        make_sequences(people, [rooms], TINY)
