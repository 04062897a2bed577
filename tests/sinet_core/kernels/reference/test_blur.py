from __future__ import annotations

import numpy as np
import pytest

from sinet_core.kernels.parameters import BLUR
from sinet_core.kernels.reference.blur import blur, lens, room_light
from sinet_core.pyramid import sizes_of

GREEN, RED = (0, 200, 0), (0, 0, 255)


def scene(height: int = 96, width: int = 128) -> tuple[np.ndarray, np.ndarray]:
    """A red person before a green wall."""
    image = np.full((height, width, 3), GREEN, np.uint8)
    alpha8 = np.zeros((height, width), np.uint8)
    alpha8[height // 4 :, width // 4 : -width // 4] = 255
    image[alpha8 > 0] = RED
    return image, alpha8


@pytest.mark.parametrize("halvings", [0, 1, 2, 3])
def test_the_persons_colour_is_nowhere_in_the_blurred_room(halvings: int) -> None:
    image, alpha8 = scene()
    blurred = blur(sizes_of(image), image, alpha8, sigma=8.0, halvings=halvings)
    assert blurred.shape == image.shape
    assert blurred[..., 2].max() <= 2
    assert abs(int(np.median(blurred[..., 1])) - 200) <= 2, "what is behind the person is filled in from around"


def test_a_room_that_is_hidden_entirely_is_dark_and_not_the_person() -> None:
    image, alpha8 = scene()
    blurred = blur(sizes_of(image), image, np.full_like(alpha8, 255), sigma=8.0, halvings=2)
    assert blurred.max() == 0


def test_half_covered_pixels_do_not_colour_the_room() -> None:
    image, alpha8 = scene()
    alpha8[alpha8 > 0] = 70
    light, weight = room_light(image, alpha8, 0)
    assert weight[60, 64] == 0
    assert light[60, 64].max() == 0
    assert weight[5, 5] == 1
    assert light[5, 5].tolist() == [0, 200**2, 0]


def test_a_cell_with_hardly_any_room_counts_for_nothing() -> None:
    alpha8 = np.full((32, 32), 255, np.uint8)
    alpha8[0, 0] = 0
    _, weight = room_light(np.full((32, 32, 3), 255, np.uint8), alpha8, 3)
    assert set(np.unique(weight[weight < BLUR.least_room])) <= {0.0}


def test_squared_colours_let_a_bright_spot_spread() -> None:
    light, weight = np.zeros((32, 32, 3), np.float32), np.ones((32, 32), np.float32)
    light[16, 16] = 255.0**2
    spread = lens(light, weight, 2.0)[16, 20, 0]
    plain = 255 * float(np.exp(-0.5 * (4 / 2.0) ** 2) / (2 * np.pi * 2.0**2))
    assert spread > 4 * plain
