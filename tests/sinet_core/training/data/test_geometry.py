from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from sinet_core.training.data.cache import Record
from sinet_core.training.data.geometry import Window, close_window, farther, held, inside, picture_window, warp
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


@pytest.mark.parametrize("whole", [False, True])
def test_who_is_close_is_seen_from_below_the_head_and_from_near(whole: bool) -> None:
    person = replace(WIDE, upper_body=whole)
    left, top, right, bottom = person.box
    rng = np.random.default_rng(3)
    windows = [close_window(person, Augment(aspect=(0.75, 1.9)), rng) for _ in range(100)]
    tops = np.array([window.y - window.height / 2 for window in windows])
    assert ((tops - top) / (bottom - top) > (0.1 if whole else 0.25)).all()
    assert all(window.height < 0.8 * (bottom - top) for window in windows)
    assert all(left <= window.x <= right for window in windows)
    assert np.std([window.x for window in windows]) > 20, "the room beside them is seen, too"


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


@pytest.mark.parametrize("box", [(0, 0, 500, 300), (0, 50, 300, 300), (200, 0, 500, 200), (100, 4, 499, 296)])
@pytest.mark.parametrize("angle", [0.0, 12.0, -70.0])
def test_no_side_at_which_somebody_is_cut_off_lies_in_a_held_window(
    box: tuple[int, int, int, int], angle: float
) -> None:
    record = replace(WIDE, box=box)
    rng = np.random.default_rng(6)
    beyond = np.ones((3 * 300, 3 * 500), np.uint8)  # 1: beyond a side that cuts somebody off
    left, top, right, bottom = 0 if box[0] < 15 else -500, 0 if box[1] < 9 else -300, box[2], box[3]
    beyond[300 + top : (600 if bottom > 291 else 900), 500 + left : (1000 if right > 485 else 1500)] = 0
    for _ in range(40):
        size = float(rng.uniform(50, 700))
        x, y = rng.uniform(0, 500), rng.uniform(0, 300)
        window = held(Window(float(x), float(y), size, size * 0.7, angle), record)
        moved = replace(window, x=window.x + 500, y=window.y + 300)
        assert warp(beyond, moved, (48, 64), cv2.BORDER_CONSTANT).max() == 0


def test_a_window_stays_where_nobody_is_cut_off() -> None:
    window = Window(10, 290, 200, 100, 7.0, flip=True)
    assert held(window, replace(WIDE, box=(100, 50, 300, 200))) == window
