from __future__ import annotations

import numpy as np

from app.pipeline.decode.frames.see_through import NEUTRAL_GREY, known_opacity, over_grey, without_grey

RNG = np.random.default_rng(0)
OPACITIES = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 8, axis=1)


def test_hidden_colours_are_hidden_and_opaque_ones_exact() -> None:
    image = RNG.integers(0, 256, (256, 8, 3), np.uint8)
    shown = over_grey(image, OPACITIES)
    assert (shown[0] == NEUTRAL_GREY).all()
    assert np.array_equal(shown[255], image[255])


def test_the_way_back_is_as_exact_as_eight_bits_allow() -> None:
    image = RNG.integers(0, 256, (256, 8, 3), np.uint8)
    again = without_grey(over_grey(image, OPACITIES), OPACITIES)
    assert (again[0] == 0).all()
    error = np.abs(again.astype(int) - image).max(axis=(1, 2))
    assert error[255] == 0
    for opacity in (64, 128, 200):
        assert error[opacity] <= 2 * 255 / opacity + 1


def test_an_opaque_picture_has_no_opacity_to_carry_along() -> None:
    opaque = np.full((3, 4), 255, np.uint8)
    assert known_opacity(opaque) is None
    assert known_opacity(np.zeros((0, 0), np.uint8)) is None
    opaque[2, 3] = 254
    assert known_opacity(opaque) is opaque
