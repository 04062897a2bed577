from __future__ import annotations

import numpy as np
import pytest

from sinet_core.grid import to_grid
from sinet_core.native.shrinking import shrunk
from sinet_core.upsampling import sizes_of
from tests.sinet_core.paths import REFERENCE, kernels_of, path

SIZES = [(720, 1280), (1080, 1920), (480, 854), (2160, 3840), (4320, 7680), (719, 1283), (1283, 719), (359, 641),
         (90, 160), (200, 400), (9, 17), (2, 2), (1, 1), (3, 2001), (16, 2000), (15, 2000)]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_both_sizes_are_the_references_to_the_byte(variant: str, size: tuple[int, int]) -> None:
    frame = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    with path(REFERENCE):
        wanted = sizes_of(frame)
    with path(variant):
        sizes = sizes_of(frame)
    assert (sizes.size, sizes.step) == (wanted.size, wanted.step)
    assert np.array_equal(sizes.fine, wanted.fine)
    assert np.array_equal(sizes.grid, wanted.grid)
    if sizes.half is None or wanted.half is None:
        assert sizes.half is wanted.half
    else:
        assert np.array_equal(sizes.half, wanted.half)
    assert np.array_equal(sizes.grid, to_grid(wanted.fine, wanted.cell))


@pytest.mark.parametrize(("fine_step", "cell"), [(1, 2), (1, 4), (2, 2), (2, 4), (4, 4), (8, 4), (4, 2)])
def test_every_pair_of_steps(variant: str, fine_step: int, cell: int) -> None:
    frame = np.random.default_rng(1).integers(0, 256, (67, 101, 3), np.uint8)
    fine, half, grid = shrunk(kernels_of(variant), frame, fine_step, cell)
    assert np.array_equal(fine, to_grid(frame, fine_step))
    assert np.array_equal(half, to_grid(fine, 2))
    assert np.array_equal(grid, to_grid(fine, cell))


def test_views_are_the_same_as_copies_and_nothing_else_is_written(variant: str) -> None:
    frame = np.random.default_rng(2).integers(0, 256, (360, 640, 3), np.uint8)
    kept = frame.copy()
    frame.flags.writeable = False
    view, found = frame[:, ::-1], kernels_of(variant)
    from_view, from_copy = (shrunk(found, image, 2, 4) for image in (view, view.copy()))
    for first, second in zip(from_view, from_copy, strict=True):
        assert np.array_equal(first, second)
    assert np.array_equal(frame, kept)


@pytest.mark.parametrize(("fine_step", "cell"), [(0, 4), (3, 4), (2, 1), (2, 3), (-2, 4), (2, 8), (16, 4)])
def test_what_does_not_fit_is_refused(variant: str, fine_step: int, cell: int) -> None:
    frame = np.zeros((60, 90, 3), np.uint8)
    with pytest.raises(ValueError):
        shrunk(kernels_of(variant), frame, fine_step, cell)
    with pytest.raises(ValueError):
        shrunk(kernels_of(variant), frame.astype(np.float32), 2, 4)
