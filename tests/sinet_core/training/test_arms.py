from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sinet_core.training.arms import POSES, Place, clothes_of, draw, find_place, raise_arm, skin_of

Image = NDArray[np.uint8]

SKIN_BGR, SHIRT_BGR, ROOM_BGR = (130, 160, 215), (150, 60, 30), (90, 140, 90)
SIZE = (192, 320)


def person(skin: tuple[int, int, int] = SKIN_BGR) -> tuple[Image, Image]:
    """A head on a body in a plain room."""
    image = np.full((*SIZE, 3), ROOM_BGR, np.uint8)
    alpha = np.zeros(SIZE, np.uint8)
    for canvas, body, head in ((image, SHIRT_BGR, skin), (alpha, 255, 255)):
        cv2.ellipse(canvas, (160, 200), (75, 80), 0, 0, 360, body, -1)  # type: ignore[call-overload]
        cv2.ellipse(canvas, (160, 85), (28, 40), 0, 0, 360, head, -1)  # type: ignore[call-overload]
    return image, alpha


def raised(count: int, seed: int = 3) -> list[tuple[Image, Image]]:
    rng = np.random.default_rng(seed)
    image, alpha = person()
    return [raise_arm(image, alpha, rng) for _ in range(count)]


def test_an_arm_is_added_and_nothing_taken_away() -> None:
    image, alpha = person()
    more = []
    for picture, whole in raised(30):
        assert (whole >= alpha).all()
        untouched = (whole == alpha) & (alpha == 0)
        np.testing.assert_array_equal(picture[untouched], image[untouched])
        more.append(float((whole > alpha).mean()))
    assert np.median(more) > 0.01
    assert max(more) < 0.35


def test_it_has_the_face_s_skin_or_the_clothes_colours() -> None:
    _, alpha = person()
    near = []
    for picture, whole in raised(30):
        arm = picture[(whole > 250) & (alpha == 0)].astype(np.float64)
        if len(arm) < 50:
            continue
        hues = arm / arm.sum(axis=1, keepdims=True)
        away = [np.abs(hues - np.array(color) / np.sum(color)).max(axis=1) for color in (SKIN_BGR, SHIRT_BGR)]
        near.append(float((np.minimum(*away) < 0.06).mean()))
    assert len(near) > 10
    assert np.median(near) > 0.9


def test_most_hands_are_in_the_picture_above_the_shoulders() -> None:
    _, alpha = person()
    tops = [int(np.argwhere((whole > 127) & (alpha < 128))[:, 0].min(initial=SIZE[0])) for _, whole in raised(60)]
    assert np.mean([0 < top < 140 for top in tops]) > 0.6


def test_a_moving_hand_is_soft() -> None:
    soft = [float(((whole > 25) & (whole < 230)).sum()) for _, whole in raised(60)]
    assert max(soft) > 3 * float(np.median(soft))


def test_nobody_gets_no_arm() -> None:
    image, _ = person()
    nobody = np.zeros(SIZE, np.uint8)
    got = raise_arm(image, nobody, np.random.default_rng(0))
    assert got[0] is image
    assert got[1] is nobody


@pytest.mark.parametrize("skin", [(200, 60, 20), (20, 20, 20)])
def test_without_a_face_there_is_no_skin_to_draw(skin: tuple[int, int, int]) -> None:
    image, alpha = person(skin)
    rng = np.random.default_rng(0)
    assert skin_of(image, alpha, rng) is None
    assert raise_arm(image, alpha, rng)[1] is alpha


@pytest.mark.parametrize("skin", [(130, 160, 215), (60, 85, 130), (35, 48, 75)])
def test_any_tone_of_skin_is_one(skin: tuple[int, int, int]) -> None:
    found = skin_of(*person(skin), np.random.default_rng(0))
    assert found is not None
    np.testing.assert_allclose(found / found.sum(), np.array(skin) / np.sum(skin), atol=0.04)


def test_a_face_too_far_away_or_too_near_gets_none() -> None:
    rng = np.random.default_rng(0)
    small, large = np.zeros(SIZE, np.uint8), np.full(SIZE, 255, np.uint8)
    small[90:100, 150:154] = 255
    assert find_place(small, rng) is None
    assert find_place(large, rng) is None


def test_clothes_repeat_what_the_person_wears() -> None:
    image, alpha = person()
    rng = np.random.default_rng(1)
    colors = np.array([clothes_of(image, alpha, rng)[::40, ::40].mean(axis=(0, 1)) for _ in range(20)])
    like = np.abs(colors / colors.sum(axis=1, keepdims=True) - np.array(SHIRT_BGR) / np.sum(SHIRT_BGR)).max(axis=1)
    assert np.mean(like < 0.03) > 0.6


def test_every_pose_looks_different() -> None:
    place = Place((160, 230), 60, 0, 1)
    areas = set()
    for seed in range(4 * len(POSES)):
        bare, cloth, shade = draw(place, SIZE, np.random.default_rng(seed))
        assert bare.shape == cloth.shape == shade.shape == SIZE
        assert 0 <= float(bare.min()) <= float(bare.max()) <= 1
        assert 0.3 < float(shade.min()) <= float(shade.max()) < 1.6
        areas.add(round(float((bare + cloth).sum()) / 100))
    assert len(areas) > 12
