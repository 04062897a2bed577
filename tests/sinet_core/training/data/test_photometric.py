from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sinet_core.training.data.photometric import degrade, match_light, motion_kernel
from sinet_core.training.recipe import Augment

NOTHING = Augment(color=0.0, low_light=0.0, blur=0.0, noise=0.0, jpeg=0.0)


def picture(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(40, 216, (24, 32, 3), np.uint8).repeat(2, 0).repeat(2, 1)


def test_without_any_chance_nothing_changes() -> None:
    assert np.array_equal(degrade(picture(), NOTHING, np.random.default_rng(1)), picture())


@pytest.mark.parametrize("what", ["color", "low_light", "blur", "noise", "jpeg"])
def test_each_fault_changes_the_picture_and_a_seed_repeats_it(what: str) -> None:
    augment = replace(NOTHING, **{what: 1.0})  # type: ignore[arg-type]
    for seed in range(12):
        first, again = (degrade(picture(), augment, np.random.default_rng(seed)) for _ in range(2))
        assert first.shape == picture().shape
        assert first.dtype == np.uint8
        assert np.array_equal(first, again)
        assert not np.array_equal(first, picture())


def test_low_light_is_dark() -> None:
    augment = replace(NOTHING, low_light=1.0)
    means = [degrade(picture(), augment, np.random.default_rng(seed)).mean() for seed in range(12)]
    assert max(means) < 0.75 * picture().mean()


@pytest.mark.parametrize("length", range(3, 10))
@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0, 170.0])
def test_motion_neither_brightens_nor_darkens(length: int, angle: float) -> None:
    kernel = motion_kernel(length, angle)
    assert kernel.shape == (length, length)
    assert kernel.sum() == pytest.approx(1, abs=1e-5)
    assert kernel.min() >= 0


def test_the_person_takes_on_the_rooms_light_as_far_as_asked() -> None:
    person = np.full((20, 20, 3), (100, 100, 100), np.uint8)
    person[:, 10:] = 0
    alpha = np.zeros((20, 20), np.uint8)
    alpha[:, :10] = 255
    room = np.full((20, 20, 3), (60, 100, 150), np.uint8)
    for amount, expected in ((0.0, (100, 100, 100)), (1.0, (60, 100, 150))):
        lit = match_light(person, alpha, room, amount)
        assert np.abs(lit[5, 5].astype(int) - expected).max() <= 2
    assert np.array_equal(match_light(person, np.zeros_like(alpha), room, 1.0), person), "there is nobody to light"


def test_no_gain_is_extreme() -> None:
    person, alpha = np.full((8, 8, 3), 20, np.uint8), np.full((8, 8), 255, np.uint8)
    assert match_light(person, alpha, np.full((8, 8, 3), 250, np.uint8), 1.0).max() == 40
