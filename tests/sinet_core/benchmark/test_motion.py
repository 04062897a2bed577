from __future__ import annotations

from itertools import pairwise

import pytest

from sinet_core.benchmark.motion import BEHAVIOURS, Behaviour, Pose, Temper, path, travelled

TIMES = [index / 30 for index in range(150)]


@pytest.mark.parametrize("move", BEHAVIOURS.values(), ids=BEHAVIOURS.keys())
@pytest.mark.parametrize("temper", [Temper(), Temper(-1, 1.15, 0.15), Temper(1, 0.85, -0.15)])
def test_everybody_moves_and_rests(move: Behaviour, temper: Temper) -> None:
    poses = [move(t, temper) for t in TIMES]
    steps = [travelled(first, second) for first, second in pairwise(poses)]
    assert max(steps) > 0.002
    assert sum(step == 0 for step in steps) > 15, "without rests no flicker could be seen"
    assert max(steps) < 0.25, "nobody jumps"


def test_walking_starts_and_ends_out_of_sight() -> None:
    assert abs(BEHAVIOURS["walk"](0, Temper()).x) > 1.2
    assert BEHAVIOURS["walk"](2.5, Temper()) == Pose()
    assert abs(BEHAVIOURS["walk"](5, Temper()).x) > 1.2


def test_the_hand_goes_up_within_a_third_of_a_second() -> None:
    move = BEHAVIOURS["raise-hand"]
    assert move(0.4, Temper()).hand == 0
    assert move(0.71, Temper()).hand == 1


def test_a_path_starts_and_stops_gently() -> None:
    keys = ((1.0, 0.0), (2.0, 4.0))
    assert [path(t, *keys) for t in (0, 1, 1.5, 2, 9)] == [0, 0, 2, 4, 4]
    assert path(1.05, *keys) < 0.05
