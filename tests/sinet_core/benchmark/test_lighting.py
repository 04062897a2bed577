from __future__ import annotations

from dataclasses import replace

import numpy as np

from sinet_core.benchmark.lighting import Light, blurred, draw_light, matched

PLAIN = Light(match=0.5, tint=0.5, side=0.0, angle=0.0, room_blur=0.0, blur=0.0, exposure=1.0)
ALPHA = np.ones((40, 60), np.float32)
PERSON = np.full((40, 60, 3), 120, np.uint8)


def gap(light: Light, level: int) -> float:
    room = np.full_like(PERSON, level)
    return float(abs(matched(PERSON, ALPHA, room, light).mean() - level))


def test_the_person_takes_on_part_of_the_rooms_brightness() -> None:
    for level in (60, 200):
        unlit = gap(replace(PLAIN, match=0.0), level)
        assert 5 < gap(PLAIN, level) < 0.8 * unlit


def test_the_person_takes_on_part_of_the_rooms_colour() -> None:
    warm, cold = (np.full_like(PERSON, color) for color in ((60, 110, 180), (180, 110, 60)))
    by_lamp, by_window = (matched(PERSON, ALPHA, room, PLAIN).mean(axis=(0, 1)) for room in (warm, cold))
    assert by_lamp[2] / by_lamp[0] > 1.2 * by_window[2] / by_window[0]


def test_a_lamp_at_the_side_makes_one_side_brighter() -> None:
    lit = matched(PERSON, ALPHA, PERSON, replace(PLAIN, side=0.3))
    assert lit[:, -5:].mean() > 1.3 * lit[:, :5].mean()


def test_no_blur_leaves_the_picture_as_it_is() -> None:
    picture = np.random.default_rng(0).uniform(0, 255, (20, 20, 3)).astype(np.float32)
    assert blurred(picture, 0.0) is picture
    assert blurred(picture, 2.0).std() < 0.5 * picture.std()


def test_some_pictures_are_dim() -> None:
    rng = np.random.default_rng(0)
    assert 20 < sum(draw_light(rng).is_dim for _ in range(200)) < 70
