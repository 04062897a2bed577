from __future__ import annotations

import numpy as np
import pytest

from sinet_core.grid import blocks_of
from sinet_core.kernels.parameters import GUIDE
from sinet_core.kernels.reference.upsampling import calm, enlarge, guide, held, stretched, unsureness
from sinet_core.pyramid import sizes_of

RNG = np.random.default_rng(7)


def split(width: int, height: int, at: float) -> np.ndarray:
    """White left of a vertical line at a share of the width, black right of it."""
    frame = np.zeros((height, width, 3), np.uint8)
    frame[:, : round(at * width)] = 230
    return frame


def coarse(grid: np.ndarray, at: float, soft: float) -> np.ndarray:
    columns = np.arange(grid.shape[1])
    ramp = np.clip((at * grid.shape[1] - columns) / soft + 0.5, 0, 1).astype(np.float32)
    return np.ascontiguousarray(np.broadcast_to(ramp, grid.shape[:2]))


@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (333, 187), (40, 24)])
def test_far_from_the_edge_every_pixel_is_exactly_0_or_255(size: tuple[int, int]) -> None:
    sizes = sizes_of(split(*size, 0.5))
    alpha = coarse(sizes.grid, 0.5, 6)
    out = enlarge(guide(alpha, sizes, before=None, weight=None), sizes, (0.0, 1.0))
    assert out.shape == size[::-1]
    width = size[0]
    assert out[:, : width // 5].min() == 255
    assert out[:, -width // 5 :].max() == 0


def test_the_alpha_snaps_to_the_frames_edge() -> None:
    sizes = sizes_of(split(640, 360, 0.5))
    alpha = coarse(sizes.grid, 0.51, 8)
    out = enlarge(guide(alpha, sizes, before=None, weight=None), sizes, (0.0, 1.0))
    crossing = int((out[180] > 127).sum())
    assert abs(crossing - 320) <= 4, "the network was 6 px off"


def test_stretching_leaves_certain_values_and_the_middle() -> None:
    values = np.array([[0, GUIDE.low, (GUIDE.low + GUIDE.high) / 2, GUIDE.high, 1]], np.float32)
    np.testing.assert_allclose(stretched(values), [[0, 0, 0.5, 1, 1]], atol=1e-6)


def test_only_cells_with_doubt_around_them_are_unsure() -> None:
    alpha = np.zeros((20, 20), np.float32)
    assert unsureness(alpha).max() == 0
    assert unsureness(alpha + 1).max() == 0
    alpha[:, :10] = 1
    found = unsureness(alpha)
    assert found[:, 9:11].min() > 0.5
    assert found[:, :7].max() == found[:, 13:].max() == 0


def test_small_changes_are_held_and_large_ones_taken() -> None:
    before = np.full((1, 3), 0.5, np.float32)
    change = np.array([[0.9 * GUIDE.tremble, (GUIDE.tremble + GUIDE.turn) / 2, 1.1 * GUIDE.turn]], np.float32)
    kept = held(before + change, before, np.zeros_like(before))
    np.testing.assert_allclose(kept - before, change * [[0, 0.5, 1]], atol=1e-5)
    np.testing.assert_allclose(held(before + change, before, np.ones_like(before)), before + change, atol=1e-5)


def test_the_pixels_of_a_block_are_calmed_as_those_of_the_whole_picture() -> None:
    fine = RNG.integers(0, 256, (40, 60, 3), np.uint8)
    cells = np.zeros((10, 15), bool)
    (whole,) = blocks_of(np.ones_like(cells), (40, 60), 4)
    cells[3:6, 5:9] = True
    everything = calm(fine, whole)
    for block in blocks_of(cells, (40, 60), 4):
        inside = everything[block.rows, block.columns]
        np.testing.assert_allclose(calm(fine, block)[1:-1, 1:-1], inside[1:-1, 1:-1], atol=1e-3)


def test_left_over_pixels_repeat_the_last_cells() -> None:
    sizes = sizes_of(np.zeros((363, 645, 3), np.uint8))
    ones = np.ones(sizes.grid.shape[:2], np.float32)
    out = enlarge(guide(ones, sizes, before=None, weight=None), sizes, (0.0, 1.0))
    assert out.min() == 255
