from __future__ import annotations

import numpy as np

from sinet_core.kernels.parameters import ISLANDS
from sinet_core.kernels.reference.islands import clear_regions, hole_share, island_share

SIDE = 100


def with_square(alpha: np.ndarray, top: int, left: int, side: int, value: float) -> np.ndarray:
    alpha[top : top + side, left : left + side] = value
    return alpha


def nobody() -> np.ndarray:
    return np.zeros((SIDE, SIDE), np.float32)


def test_an_empty_alpha_has_nothing_to_remove_and_no_hole() -> None:
    assert island_share(nobody()) is None
    assert hole_share(nobody()) is None
    assert hole_share(np.ones((SIDE, SIDE), np.float32)) is None


def test_the_largest_believed_region_stays_however_small() -> None:
    alone = with_square(nobody(), 10, 10, 3, 0.9)
    assert island_share(alone) is None
    doubted = with_square(nobody(), 10, 10, 3, ISLANDS.believed - 0.05)
    share = island_share(doubted)
    assert share is not None
    assert share[11, 11] == 1
    assert share[50, 50] == 0


def test_a_doubtful_island_may_be_larger_than_a_believed_one_and_still_goes() -> None:
    side = 14
    assert ISLANDS.island_share * ISLANDS.ramp_high < (side / SIDE) ** 2 < ISLANDS.doubtful_share * ISLANDS.ramp_low
    person = with_square(nobody(), 50, 50, 40, 0.95)
    doubted = island_share(with_square(person.copy(), 5, 5, side, ISLANDS.believed - 0.05))
    assert doubted is not None
    assert doubted[6, 6] == 1
    assert doubted[60, 60] == 0
    assert island_share(with_square(person, 5, 5, side, ISLANDS.believed + 0.2)) is None


def test_an_island_at_the_limit_is_removed_in_part() -> None:
    side = round((ISLANDS.island_share * SIDE * SIDE) ** 0.5)
    alpha = with_square(with_square(nobody(), 50, 50, 40, 0.95), 5, 5, side, 0.9)
    share = island_share(alpha)
    assert share is not None
    assert 0.2 < share[6, 6] < 0.8


def test_pinholes_are_filled_and_gaps_are_not() -> None:
    side = 5
    assert side**2 < ISLANDS.hole_share * SIDE * SIDE * 4
    whole = np.ones((SIDE, SIDE), np.float32)
    small, large = with_square(whole.copy(), 50, 50, 2, 0.3), with_square(whole, 20, 20, 10, 0.0)
    share = hole_share(small)
    assert share is not None
    assert share[51, 51] == 1
    assert hole_share(large) is None


def test_regions_are_found_at_half_the_size_and_cleared_at_the_whole_one() -> None:
    alpha = with_square(nobody(), 50, 50, 40, 0.95)
    alpha = with_square(with_square(alpha, 4, 4, 4, 0.9), 70, 70, 2, 0.2)
    before = alpha.copy()
    cleared = clear_regions(alpha, np.ascontiguousarray(alpha[::2, ::2]))
    assert np.array_equal(alpha, before), "the argument is not modified"
    assert cleared[4:8, 4:8].max() == 0
    assert cleared[70:72, 70:72].min() == 1
    assert np.array_equal(cleared[50:60, 50:90], alpha[50:60, 50:90])
