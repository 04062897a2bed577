from __future__ import annotations

import cv2
import numpy as np
import pytest

from sinet_core.grid import blocks_of, enlarge_block, padded, step_of, to_grid


@pytest.mark.parametrize(("size", "step"), [((720, 1280), 8), ((1080, 1920), 8), ((480, 640), 4), ((200, 200), 1)])
def test_the_grid_is_a_few_hundred_cells_wide(size: tuple[int, int], step: int) -> None:
    assert step_of(size) == step
    assert to_grid(np.zeros((*size, 3), np.uint8), step).shape == (size[0] // step, size[1] // step, 3)


def test_a_cell_is_the_mean_of_its_pixels() -> None:
    image = np.random.default_rng(0).integers(0, 255, (37, 50, 3), np.uint8)
    grid = to_grid(image, 4).astype(float)
    means = image[:36, :48].reshape(9, 4, 12, 4, 3).mean(axis=(1, 3))
    assert np.abs(grid - means).max() <= 1.5


@pytest.mark.parametrize("size", [(360, 640), (363, 645), (18, 2000)])
def test_blocks_cover_every_true_cell_and_enlarge_as_the_whole_does(size: tuple[int, int]) -> None:
    step = step_of(size)
    rows, columns = size[0] // step, size[1] // step
    rng = np.random.default_rng(1)
    cells = rng.random((rows, columns)) > 0.97
    field = rng.random((rows, columns), np.float32)
    whole = cv2.resize(padded(field), None, fx=step, fy=step, interpolation=cv2.INTER_LINEAR)[step:, step:]
    covered = np.zeros(size, bool)
    for block in blocks_of(cells, size, step):
        covered[block.rows, block.columns] = True
        part = enlarge_block(padded(field), block, step)
        assert np.allclose(part, whole[block.rows, block.columns], atol=1e-5)
    pixels = np.repeat(np.repeat(cells, step, axis=0), step, axis=1)
    assert covered[: rows * step, : columns * step][pixels].all()
    assert covered.mean() < 1


def test_no_true_cell_no_block() -> None:
    assert list(blocks_of(np.zeros((9, 16), np.bool_), (72, 128), 8)) == []
