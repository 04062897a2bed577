from __future__ import annotations

import cv2
import numpy as np
import pytest

from sinet_core.matte_metrics import connectivity_error, dtssd, flicker, gradient_error, mad, mse
from sinet_core.metrics import confusion


def test_mad_and_mse() -> None:
    alpha = np.zeros((4, 4), np.float32)
    truth = alpha.copy()
    truth[0, 0] = 0.5
    assert mad(alpha, truth) == pytest.approx(0.5 / 16)
    assert mse(alpha, truth) == pytest.approx(0.25 / 16)


def test_gradient_error_is_about_edges_not_levels() -> None:
    edge = np.zeros((40, 40), np.float32)
    edge[:, 20:] = 1
    soft = np.asarray(cv2.GaussianBlur(edge, (0, 0), 2), np.float32)
    assert gradient_error(edge, edge) == 0
    assert gradient_error(edge * 0 + 0.3, edge * 0 + 0.9) == pytest.approx(0, abs=1e-8)
    assert gradient_error(soft, edge) > 1
    # A step's response is the same in both directions.
    assert gradient_error(soft.T.copy(), edge.T.copy()) == pytest.approx(gradient_error(soft, edge))


def test_connectivity_error_punishes_what_hangs_loose() -> None:
    truth = np.zeros((40, 40), np.float32)
    truth[10:30, 5:20] = 1
    grown, island = truth.copy(), truth.copy()
    grown[10:30, 20:22] = 1
    island[10:30, 30:32] = 1
    assert connectivity_error(truth, truth) == 0
    assert connectivity_error(island, truth) == pytest.approx(40)
    assert connectivity_error(grown, truth) == pytest.approx(40)
    nearly = truth * 0.9  # within the tolerance of 0.15
    assert connectivity_error(np.asarray(nearly, np.float32), truth) == pytest.approx(0)


def test_dtssd_ignores_a_constant_error_and_sees_a_trembling_one() -> None:
    truth = np.full((8, 8), 0.5, np.float32)
    off = truth + np.float32(0.2)
    assert dtssd((off, off), (truth, truth)) == 0
    assert dtssd((truth, off), (truth, truth)) == pytest.approx(0.2)


def test_flicker_counts_only_what_stands_still() -> None:
    frame = np.full((60, 60, 3), 90, np.uint8)
    moved = frame.copy()
    moved[:, 30:] = 200
    before = np.zeros((60, 60), np.float32)
    after = before.copy()
    after[:, 40:] = 1
    assert flicker((before, after), (frame, frame)) == pytest.approx(20 / 60)
    assert flicker((before, after), (frame, moved)) == 0
    assert flicker((before, after), (frame, frame), (before, after)) == 0
    assert flicker((before, before), (frame, frame)) == 0


def test_sensor_noise_is_not_motion() -> None:
    rng = np.random.default_rng(0)
    frames = tuple(rng.normal(100, 4, (60, 60, 3)).clip(0, 255).astype(np.uint8) for _ in range(2))
    before, after = np.zeros((60, 60), np.float32), np.full((60, 60), 0.1, np.float32)
    assert flicker((before, after), (frames[0], frames[1])) == pytest.approx(0.1)


def test_two_sizes_are_refused_with_both_values() -> None:
    with pytest.raises(ValueError, match=r"\(4, 4\) and \(4, 5\)"):
        confusion(np.zeros((4, 4)), np.zeros((4, 5)))
    with pytest.raises(ValueError, match=r"\(4, 4\) and \(4, 5\)"):
        mad(np.zeros((4, 4), np.float32), np.zeros((4, 5), np.float32))
