from __future__ import annotations

import cv2
import numpy as np
import pytest

from sinet_core.grid import areas_of, blocks_of, enlarge_block, sampled, step_of, to_grid


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
    whole = cv2.resize(field, None, fx=step, fy=step, interpolation=cv2.INTER_LINEAR)
    whole = cv2.copyMakeBorder(whole, 0, step, 0, step, cv2.BORDER_REPLICATE)
    covered = np.zeros(size, bool)
    for block in blocks_of(cells, size, step):
        covered[block.rows, block.columns] = True
        part = enlarge_block(field, block, step)
        assert np.allclose(part, whole[block.rows, block.columns], atol=1e-5)
    pixels = np.repeat(np.repeat(cells, step, axis=0), step, axis=1)
    assert covered[: rows * step, : columns * step][pixels].all()
    assert covered.mean() < 1


def test_no_true_cell_no_block() -> None:
    assert list(blocks_of(np.zeros((9, 16), np.bool_), (72, 128), 8)) == []


SIZES = [(360, 640), (363, 645), (719, 1283), (9, 2001), (2001, 9), (3, 5), (1, 1)]


@pytest.mark.parametrize("size", SIZES)
def test_areas_cover_every_mixed_pixel_and_nothing_but_the_person(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    share = np.zeros(size, np.uint8)
    share[size[0] // 3 :, size[1] // 4 :] = 255
    places = rng.random(size) > 0.999
    places[-1, -1] = places[0, 0] = True
    share[places] = rng.integers(1, 255, int(places.sum()))
    person, edges = areas_of(share)
    covered = np.zeros(size, np.bool_)
    for block in edges:
        covered[block.rows, block.columns] = True
    assert covered[places].all()
    for block in person:
        assert (share[block.rows, block.columns] == 255).all()
        covered[block.rows, block.columns] = True
    assert (share[~covered] == 0).all()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("value", [0, 255])
def test_one_value_everywhere_has_no_edge(size: tuple[int, int], value: int) -> None:
    person, edges = areas_of(np.full(size, value, np.uint8))
    assert edges == []
    assert sum(block.rows.stop - block.rows.start for block in person) == (size[0] if value else 0)


@pytest.mark.parametrize("size", SIZES)
def test_some_of_the_pixels_tell_a_cell_of_an_even_picture(size: tuple[int, int]) -> None:
    step = step_of(size)
    even = np.full((*size, 3), (10, 20, 30), np.uint8)
    assert np.array_equal(sampled(even, step), to_grid(even, step))
