from __future__ import annotations

import numpy as np
import pytest

from sinet_core.training.data.slices import DARK_MEAN, FAR, SEVERAL, darkened, slices_of
from sinet_core.training.evaluate import Pair


def truth(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """Boxes of (top, left, height, width) in 224x224."""
    mask = np.zeros((224, 224), np.bool_)
    for top, left, height, width in boxes:
        mask[top : top + height, left : left + width] = True
    return mask


@pytest.mark.parametrize(
    ("mask", "names"),
    [
        (truth(), ()),
        (truth((0, 0, 150, 150)), ()),
        (truth((10, 10, 60, 60)), (FAR,)),
        (truth((10, 10, 60, 60), (10, 150, 40, 40)), (SEVERAL,)),
        (truth((10, 10, 50, 50), (10, 150, 30, 30)), (FAR, SEVERAL)),
        (truth((10, 10, 100, 100), (0, 200, 10, 10)), ()),
    ],
)
def test_a_picture_belongs_where_its_truth_says(mask: np.ndarray, names: tuple[str, ...]) -> None:
    assert slices_of(mask) == names


def test_darkened_is_dark_noisy_and_always_the_same() -> None:
    image = np.full((90, 120, 3), 180, np.uint8)
    pair = Pair("a", image, np.zeros((90, 120), np.uint8))
    dark = darkened(pair)
    assert dark.image.mean() == pytest.approx(DARK_MEAN, abs=2)
    assert dark.image.std() > 2
    assert np.array_equal(dark.image, darkened(pair).image)
    assert not np.array_equal(dark.image, darkened(Pair("b", image, pair.mask)).image)


def test_a_dark_picture_is_not_made_brighter() -> None:
    pair = Pair("night", np.full((90, 120, 3), 10, np.uint8), np.zeros((90, 120), np.uint8))
    assert darkened(pair).image.mean() < 12
