from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sinet_core.benchmark.webcam import make_webcam

WEIGHTS = np.array([0.114, 0.587, 0.299])  # of blue, green and red in luma
SCENE = np.full((96, 160, 3), 120, np.float32)


def test_noise_is_as_strong_as_it_says_and_new_in_every_frame() -> None:
    webcam = replace(make_webcam((160, 96), np.random.default_rng(1)), noise=3.0, quality=100, exposure=0.0, warmth=0.0)
    first, second = (webcam.shoot(SCENE, index, 0.0).astype(float) for index in (0, 1))
    assert first.mean() == pytest.approx(120, abs=1)
    # JPEG halves the resolution of colour: only the noise in the luma is unchanged.
    light = first @ WEIGHTS
    assert light.std() == pytest.approx(np.linalg.norm(WEIGHTS) * np.sqrt(9 + 0.09 * 120), rel=0.1)
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.1
    assert np.array_equal(first, webcam.shoot(SCENE, 0, 0.0))


def test_exposure_drifts_slowly() -> None:
    webcam = make_webcam((160, 96), np.random.default_rng(1))
    means = [float(webcam.shoot(SCENE, index, index / 30).mean()) for index in range(0, 120, 3)]
    assert max(means) - min(means) > 2
    assert np.abs(np.diff(means)).max() < 2.5


def test_light_beyond_white_stays_white() -> None:
    webcam = make_webcam((160, 96), np.random.default_rng(1))
    assert webcam.shoot(SCENE * 0 + 400, 0, 0.0).min() > 200
