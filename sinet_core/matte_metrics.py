"""Measures of alphas, as the literature defines them.

Alphas are HxW float32 0..1.

- MAD, MSE, Grad, Conn: Rhemann et al., A Perceptually Motivated Online Benchmark for Image Matting,
  CVPR 2009.
- dtSSD: Erofeev et al., Perceptually Motivated Benchmark for Video Matting, BMVC 2015.
- Values are unscaled; code that prints them applies the usual units (MAD and MSE x 1e3, Grad and
  Conn / 1e3, dtSSD x 1e2).
"""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, check_same_size


def mad(alpha: Alpha, truth: Alpha) -> float:
    """Mean absolute difference, 0..1."""
    check_same_size(alpha, truth, "alpha and truth")
    return float(np.mean(np.abs(alpha - truth)))


def mse(alpha: Alpha, truth: Alpha) -> float:
    """Mean squared difference, 0..1."""
    check_same_size(alpha, truth, "alpha and truth")
    return float(np.mean(np.square(alpha - truth)))


def gradient_error(alpha: Alpha, truth: Alpha, sigma: float = 1.4) -> float:
    """Grad: sum over pixels of the squared difference of gradient magnitudes (Gaussian derivatives)."""
    check_same_size(alpha, truth, "alpha and truth")
    return float(np.sum(np.square(_gradient(alpha, sigma) - _gradient(truth, sigma))))


def _gradient(alpha: Alpha, sigma: float) -> NDArray[np.float64]:
    # The kernel ends where the Gaussian falls below 1 %, as in the benchmark.
    half = int(np.ceil(sigma * np.sqrt(-2 * np.log(np.sqrt(2 * np.pi) * sigma * 0.01))))
    x = np.arange(-half, half + 1, dtype=np.float64)
    gauss = np.exp(-(x**2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    derivative = -x * gauss / sigma**2
    kernel = np.outer(gauss, derivative)
    kernel /= np.sqrt(np.sum(kernel**2))
    alpha64 = alpha.astype(np.float64)
    across = cv2.filter2D(alpha64, -1, kernel, borderType=cv2.BORDER_REPLICATE)
    down = cv2.filter2D(alpha64, -1, kernel.T.copy(), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(np.hypot(across, down))


def connectivity_error(alpha: Alpha, truth: Alpha, step: float = 0.1, tolerance: float = 0.15) -> float:
    """Conn: sum of the differences in how well pixels are connected to the largest region solid in both."""
    check_same_size(alpha, truth, "alpha and truth")
    level = _connected_level(alpha, truth, step)
    gap = _connectedness(alpha, level, tolerance) - _connectedness(truth, level, tolerance)
    return float(np.sum(np.abs(gap)))


def _connected_level(alpha: Alpha, truth: Alpha, step: float) -> NDArray[np.float64]:
    """For each pixel the highest threshold at which it still belongs to the largest common region."""
    level = np.full(alpha.shape, -1.0)
    steps = round(1 / step)
    for index in range(1, steps + 1):
        both = ((alpha >= index / steps) & (truth >= index / steps)).astype(np.uint8)
        lost = (level == -1) & ~_largest_region(both)
        level[lost] = (index - 1) / steps
    level[level == -1] = 1.0
    return level


def _largest_region(mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
    count, labels, areas, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    if count < 2:
        return np.zeros(mask.shape, np.bool_)
    return np.asarray(labels == 1 + int(np.argmax(areas[1:, cv2.CC_STAT_AREA])))


def _connectedness(alpha: Alpha, level: NDArray[np.float64], tolerance: float) -> NDArray[np.float64]:
    gap = alpha - level
    return np.asarray(1 - gap * (gap >= tolerance))


def dtssd(alphas: tuple[Alpha, Alpha], truths: tuple[Alpha, Alpha]) -> float:
    """dtSSD of one step in time: root mean square of (change of alpha - change of truth), 0..2.

    Args:
        alphas, truths: (earlier, later), HxW float32 each. Average over all steps of a clip.
    """
    check_same_size(alphas[0], truths[0], "alpha and truth")
    change = (alphas[1] - alphas[0]) - (truths[1] - truths[0])
    return float(np.sqrt(np.mean(np.square(change))))


def flicker(
    alphas: tuple[Alpha, Alpha],
    frames: tuple[Image, Image],
    truths: tuple[Alpha, Alpha] | None = None,
    *,
    still_levels: int = 6,
) -> float:
    """Mean absolute change of alpha where nothing moved, 0..1: what the eye sees as a trembling edge.

    Args:
        alphas: (earlier, later), HxW float32.
        frames: the two HxWx3 uint8 frames; a pixel is still if no channel of their 5x5 means
            changed by more than still_levels (means, so that sensor noise does not count as motion).
        truths: if known, pixels whose true alpha changed by more than 1/255 are left out too.

    Returns:
        0 if no pixel was still.
    """
    check_same_size(alphas[0], frames[0], "alpha and frame")
    before, after = (cv2.blur(frame, (5, 5)) for frame in frames)
    still = cv2.absdiff(before, after).max(axis=2) <= still_levels
    if truths is not None:
        still &= np.abs(truths[1] - truths[0]) <= 1 / 255
    if not still.any():
        return 0.0
    return float(np.mean(np.abs(alphas[1] - alphas[0])[still]))
