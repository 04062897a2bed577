from __future__ import annotations

import numpy as np
import pytest

from sinet_core.kernels.parameters import GATE
from sinet_core.kernels.reference.motion_gate import light_of, means_of, watch

RNG = np.random.default_rng(3)


def room(height: int = 60, width: int = 80) -> np.ndarray:
    return RNG.integers(20, 200, (height // 4, width // 4, 3), np.uint8).repeat(4, 0).repeat(4, 1)


@pytest.mark.parametrize(("shape", "cells"), [((24, 32), 8), ((25, 31), 8), ((5, 40), 8), ((7, 7), 16)])
def test_block_means_cover_every_cell_once(shape: tuple[int, int], cells: int) -> None:
    picture = RNG.uniform(0, 255, (*shape, 3)).astype(np.float32)
    means = means_of(picture, cells)
    assert means.shape[:2] == tuple(max(1, side // cells) for side in shape)
    bounds = [np.arange(count + 1) * side // count for count, side in zip(means.shape, shape, strict=False)]
    for row in range(means.shape[0]):
        for column in range(means.shape[1]):
            rows, columns = (slice(*b[i : i + 2]) for b, i in zip(bounds, (row, column), strict=True))
            np.testing.assert_allclose(means[row, column], picture[rows, columns].mean(axis=(0, 1)), rtol=1e-4)


def test_a_change_of_gain_and_offset_is_found_for_each_colour() -> None:
    before = room()
    gain, offset = np.array((0.1, -0.1, 0.2)), np.array((3.0, -2.0, 8.0))
    now = np.clip(before * (1 + gain) + offset, 0, 255).astype(np.float32)
    found_gain, found_offset = light_of(before, now)
    np.testing.assert_allclose(found_gain, gain, atol=0.05)
    np.testing.assert_allclose(found_offset, offset, atol=4)


def test_a_plain_wall_says_nothing_about_gain_so_all_is_offset() -> None:
    before = np.full((40, 40, 3), 100, np.uint8)
    gain, offset = light_of(before, np.full((40, 40, 3), 110, np.uint8))
    assert gain.tolist() == [0, 0, 0]
    assert offset.tolist() == [10, 10, 10]


def test_somebody_in_front_of_less_than_half_of_the_room_does_not_count_as_light() -> None:
    before = room(64, 96)
    now = before.copy()
    now[:, :36] = 20
    gain, offset = light_of(before, now)
    assert np.abs(gain).max() < 0.02
    assert np.abs(offset).max() < 1


def test_the_first_look_compares_with_nothing() -> None:
    assert watch(room(), None).numbers is None


def test_motion_is_the_largest_change_and_light_is_none() -> None:
    frame = room(120, 160)
    first = watch(frame, None).picture
    lit = np.clip(frame * 1.05 + 2, 0, 255).astype(np.uint8)
    still = watch(lit, first).numbers
    assert still is not None
    assert still[6] < 2
    moved = lit.copy()
    moved[40:80, 40:80] = 255 - moved[40:80, 40:80]
    numbers = watch(moved, first).numbers
    assert numbers is not None
    assert numbers[6] > 20
    assert numbers[7] < 2, "the median block is still"
    assert GATE.block > 1
