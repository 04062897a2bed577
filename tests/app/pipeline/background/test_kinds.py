from __future__ import annotations

import numpy as np

from app.pipeline.background.background import plain_dark
from app.pipeline.background.kinds import (
    CHECKER_DARK,
    CHECKER_LIGHT,
    CHECKER_PX,
    BlurBackground,
    StillBackground,
    checkerboard,
)
from app.pipeline.frame import Image


def frame(width: int = 64, height: int = 48) -> Image:
    return np.random.default_rng(0).integers(0, 255, (height, width, 3), np.uint8)


def test_a_still_background_is_drawn_once_for_each_size() -> None:
    sizes: list[tuple[int, int]] = []

    def draw(size: tuple[int, int]) -> Image:
        sizes.append(size)
        return np.zeros((size[1], size[0], 3), np.uint8)

    background = StillBackground(draw)
    first = background.render(frame(), None, 0.0)
    assert background.render(frame(), None, 1.0) is first
    assert not first.flags.writeable
    assert background.render(frame(80, 48), None, 2.0).shape == (48, 80, 3)
    assert sizes == [(64, 48), (80, 48)]


def test_without_an_alpha_a_blurred_room_is_plain_dark() -> None:
    shown = BlurBackground(0).render(frame(), None, 0.0)
    assert np.array_equal(shown, plain_dark((64, 48)))


def test_a_blurred_room_is_reused_only_for_the_same_alpha_object() -> None:
    background, alpha = BlurBackground(50), np.zeros((48, 64), np.uint8)
    first = background.render(frame(), alpha, 0.0)
    assert not first.flags.writeable
    assert background.render(frame()[::-1].copy(), alpha, 1.0) is first
    assert background.render(frame(), alpha.copy(), 2.0) is not first


def test_a_checkerboard_alternates_in_both_directions() -> None:
    board = checkerboard((3 * CHECKER_PX, 2 * CHECKER_PX))
    assert board.shape == (2 * CHECKER_PX, 3 * CHECKER_PX, 3)
    centres = board[CHECKER_PX // 2 :: CHECKER_PX, CHECKER_PX // 2 :: CHECKER_PX, 0]
    dark, light = CHECKER_DARK, CHECKER_LIGHT
    assert centres.tolist() == [[dark, light, dark], [light, dark, light]]
