from __future__ import annotations

from sinet_core.training.data.turning import UPRIGHT, Turning

NAMES = [str(number) for number in range(400)]


def test_upright_turns_nothing_and_says_nothing() -> None:
    assert {UPRIGHT.angle(name) for name in NAMES} == {0.0}
    assert UPRIGHT.describe() == {}


def test_a_fixed_angle_is_the_same_for_all() -> None:
    assert {Turning(25).angle(name) for name in NAMES} == {25}
    assert Turning(25).describe() == {"rotate": 25, "fill": "black"}


def test_drawn_angles_fill_the_range_evenly_on_both_sides() -> None:
    angles = [Turning(within=40).angle(name) for name in NAMES]
    assert max(map(abs, angles)) <= 40
    assert min(angles) < -35
    assert max(angles) > 35
    assert abs(sum(angles) / len(angles)) < 4
    assert len(set(angles)) == len(angles)


def test_an_angle_belongs_to_the_name_and_the_seed() -> None:
    first, again, other = Turning(within=40, seed=3), Turning(within=40, seed=3), Turning(within=40, seed=4)
    assert [first.angle(name) for name in NAMES] == [again.angle(name) for name in reversed(NAMES)][::-1]
    assert [first.angle(name) for name in NAMES] != [other.angle(name) for name in NAMES]
    assert first.describe() == {"rotate_within": 40, "seed": 3, "fill": "black"}
