from __future__ import annotations

import cv2
import numpy as np
import pytest

from sinet_core.kernels.parameters import GUIDE
from sinet_core.kernels.reference.guided_filter import coefficients, color_variance, dot, solve, times

RNG = np.random.default_rng(0)


def test_the_elimination_solves_every_cell_as_numpy_does() -> None:
    roots = RNG.normal(size=(6, 7, 3, 3))
    matrices = roots @ roots.swapaxes(2, 3) + 0.5 * np.eye(3)
    right = RNG.normal(size=(6, 7, 3)).astype(np.float32)
    entries = tuple(
        matrices[..., row, column].astype(np.float32)
        for row, column in ((0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (0, 2))
    )
    expected = np.linalg.solve(matrices, right[..., None])[..., 0]
    np.testing.assert_allclose(solve(entries, right), expected, rtol=2e-3, atol=2e-3)


def test_an_alpha_that_is_linear_in_the_colour_is_found_again() -> None:
    picture = RNG.uniform(0, 255, (24, 24, 3)).astype(np.float32)
    slope = np.array((0.001, -0.0005, 0.002), np.float32)
    alpha = picture @ slope + np.float32(0.2)
    found_slope, found_offset = coefficients(alpha, picture, 5)
    again = dot(found_slope, picture) + found_offset
    np.testing.assert_allclose(again[6:-6, 6:-6], alpha[6:-6, 6:-6], atol=0.01)


def test_a_plain_picture_explains_nothing_so_the_mean_alpha_is_left() -> None:
    picture = np.full((16, 16, 3), 90, np.float32)
    alpha = RNG.uniform(0, 1, (16, 16)).astype(np.float32)
    slope, offset = coefficients(alpha, picture, 3)
    assert np.abs(slope).max() < 1e-6
    twice = cv2.blur(cv2.blur(alpha, (3, 3)), (3, 3))
    np.testing.assert_allclose(offset, twice, atol=1e-3)


@pytest.mark.parametrize("cell", [(4, 4), (7, 9)])
def test_the_variance_is_that_of_the_window_with_epsilon_on_the_diagonal(cell: tuple[int, int]) -> None:
    picture = RNG.uniform(0, 255, (12, 14, 3)).astype(np.float32)
    mean = np.asarray(cv2.blur(picture, (3, 3)), np.float32)
    row, column = cell
    window = picture[row - 1 : row + 2, column - 1 : column + 2].reshape(-1, 3).astype(np.float64)
    covariance = np.cov(window, rowvar=False, bias=True)
    found = [float(entry[row, column]) for entry in color_variance(picture, mean, 3)]
    diagonal = [covariance[index, index] + GUIDE.epsilon for index in range(3)]
    np.testing.assert_allclose(found, [*diagonal, covariance[0, 1], covariance[1, 2], covariance[0, 2]], rtol=1e-3)


def test_products_of_planes_and_channels() -> None:
    color, plane = RNG.normal(size=(3, 5, 3)).astype(np.float32), RNG.normal(size=(3, 5)).astype(np.float32)
    np.testing.assert_allclose(times(color, plane), color * plane[..., None], rtol=1e-6)
    np.testing.assert_allclose(dot(color, color), (color**2).sum(axis=2), rtol=1e-5)
