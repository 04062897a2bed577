from __future__ import annotations

import numpy as np
import pytest

from sinet_core.training.cache import Record
from sinet_core.training.geometry import Window, farther, inside, picture_window
from sinet_core.training.recipe import Augment

WIDE = Record("data", "name", "person", 0, 300, 500, (100, 50, 300, 300), 1.0, upper_body=False)


def aspects(augment: Augment) -> np.ndarray:
    """How much wider than the picture each of many windows is."""
    rng = np.random.default_rng(4)
    windows = [picture_window(WIDE, augment, rng) for _ in range(200)]
    return np.array([window.width / window.height for window in windows]) * WIDE.height / WIDE.width


@pytest.mark.parametrize(("keep", "low", "high"), [(0.0, 0.25, 0.55), (0.5, 0.55, 0.8), (1.0, 1.0, 1.0)])
def test_as_many_pictures_as_wanted_keep_their_aspect(keep: float, low: float, high: float) -> None:
    found = aspects(Augment(aspect=(0.7, 1.9), keep_aspect=keep))
    kept = float((np.abs(np.log(found)) <= 2 * np.log(1.08) + 1e-9).mean())
    assert low <= kept <= high


def test_one_aspect_for_all_is_the_pictures_own() -> None:
    np.testing.assert_allclose(aspects(Augment(aspect=(0.75, 0.75))), 1.0)


def test_farther_is_smaller_and_still_in_the_picture() -> None:
    rng = np.random.default_rng(3)
    near = Window(250, 150, 200, 100, flip=True)
    for _ in range(50):
        far = farther(near, 2.0, rng)
        assert (far.width, far.height, far.flip, far.y) == (400, 200, True, 150)
        assert far.x - 200 <= 150 + 1e-9, "the old window's left side"
        assert far.x + 200 >= 350 - 1e-9


@pytest.mark.parametrize(
    ("window", "kept"),
    [
        (Window(250, 150, 200, 100), Window(250, 150, 200, 100)),
        (Window(10, 290, 200, 100), Window(100, 250, 200, 100)),
        (Window(400, 150, 900, 200, 5.0), Window(250, 150, 500, 200, 5.0)),
    ],
)
def test_inside_shows_nothing_beyond_the_picture(window: Window, kept: Window) -> None:
    assert inside(window, WIDE) == kept


def test_a_window_maps_its_corners_and_its_middle() -> None:
    window = Window(100, 60, 80, 40, angle=90)
    matrix = window.matrix((20, 40))
    np.testing.assert_allclose(matrix @ (19.5, 9.5, 1), (100, 60))
    ends = matrix @ (39, 9.5, 1), matrix @ (0, 9.5, 1)
    np.testing.assert_allclose([end[0] for end in ends], 100, atol=1e-9)
    assert abs(ends[0][1] - ends[1][1]) == pytest.approx(78)
