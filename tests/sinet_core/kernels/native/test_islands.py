from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from sinet_core.matting.islands import remove_islands
from tests.sinet_core.backends import REFERENCE, native, path

SIZES = [(90, 160), (135, 240), (67, 121), (8, 9), (240, 8), (224, 224)]


def spotted(size: tuple[int, int], seed: int, threshold: float) -> np.ndarray:
    """Spots of many sizes with soft edges, some of them doubtful, hxw float32."""
    rng = np.random.default_rng(seed)
    noise = cv2.GaussianBlur(rng.normal(0, 1, size).astype(np.float32), (0, 0), 1 + seed % 4)
    strength = cv2.resize(rng.random((4, 5), np.float32), size[::-1])
    return np.asarray(np.clip((noise / noise.std() - threshold) * 4, 0, 1) * np.maximum(strength, 0.4), np.float32)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("threshold", [-3.0, -1.0, 0.0, 1.0, 3.0])
def test_the_same_regions_go_as_with_the_reference(variant: str, size: tuple[int, int], threshold: float) -> None:
    changed = 0
    for seed in range(6):
        alpha = spotted(size, seed, threshold)
        kept = alpha.copy()
        with path(REFERENCE):
            wanted = remove_islands(alpha)
        with path(variant):
            made = remove_islands(alpha)
        assert np.abs(made - wanted).max() < 1e-5
        assert np.array_equal(alpha, kept)
        changed += int(not np.array_equal(wanted, alpha))
    assert changed or threshold != 1.0


def test_regions_that_meet_late_are_one(variant: str) -> None:
    comb = np.zeros((40, 60), np.float32)
    comb[4:36, 4:56:4] = comb[4:36, 5:57:4] = 1
    comb[32:36, 4:57] = 1
    spiral = np.zeros((40, 60), np.float32)
    for ring in range(0, 16, 4):
        cv2.rectangle(spiral, (ring, ring), (59 - ring, 39 - ring), 1.0, 2)
        spiral[ring : ring + 2, ring + 4 : ring + 8] = 0
    for alpha in (comb, spiral):
        with path(REFERENCE):
            wanted = remove_islands(alpha)
        with path(variant):
            assert np.array_equal(remove_islands(alpha), wanted)


def test_what_does_not_fit_is_refused(variant: str) -> None:
    alpha = np.zeros((20, 30), np.float32)
    native(variant).clear_regions(alpha, alpha[:10, :15])
    wrong: list[Any] = [alpha.astype(np.float64), np.zeros((21, 15), np.float32), np.zeros((0, 0), np.float32)]
    for half in wrong:
        with pytest.raises(ValueError):
            native(variant).clear_regions(alpha, half)
