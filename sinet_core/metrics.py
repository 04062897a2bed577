"""Measures of masks, as the literature defines them.

Masks are HxW bool (or any array in which nonzero means person). Accumulators are frozen:
``total = total.add(prediction, truth)``.

- mIoU and foreground IoU: one confusion matrix over a whole set.
- Boundary F1: Park et al., SINet, WACV 2020: only pixels near the true edge count.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import check_same_size

BOUNDARY_KERNEL_PX = 15


@dataclass(frozen=True)
class Confusion:
    """Pixel counts by prediction and truth; "positive" means person."""

    true_positive: int = 0
    false_positive: int = 0
    false_negative: int = 0
    true_negative: int = 0

    def __add__(self, other: Confusion) -> Confusion:
        return Confusion(
            self.true_positive + other.true_positive,
            self.false_positive + other.false_positive,
            self.false_negative + other.false_negative,
            self.true_negative + other.true_negative,
        )

    def add(self, prediction: NDArray[Any], truth: NDArray[Any]) -> Confusion:
        """These counts plus those of one more picture."""
        return self + confusion(prediction, truth)

    @property
    def foreground_iou(self) -> float:
        """0..1; 1 if nobody is there and nobody was found."""
        return _share(self.true_positive, self.false_positive + self.false_negative)

    @property
    def background_iou(self) -> float:
        return _share(self.true_negative, self.false_positive + self.false_negative)

    @property
    def miou(self) -> float:
        """Mean of foreground and background IoU, 0..1."""
        return (self.foreground_iou + self.background_iou) / 2

    @property
    def f1(self) -> float:
        """2 TP / (2 TP + FP + FN), 0..1."""
        return _share(2 * self.true_positive, self.false_positive + self.false_negative)


def _share(hits: int, misses: int) -> float:
    return hits / (hits + misses) if hits + misses else 1.0


def confusion(prediction: NDArray[Any], truth: NDArray[Any]) -> Confusion:
    """Counts one picture. prediction, truth: HxW; nonzero means person.

    Raises:
        ValueError: the sizes differ.
    """
    check_same_size(prediction, truth, "prediction and truth")
    said, true = prediction != 0, truth != 0
    both = int(np.count_nonzero(said & true))
    positives, persons = int(np.count_nonzero(said)), int(np.count_nonzero(true))
    return Confusion(both, positives - both, persons - both, true.size - positives - persons + both)


def boundary_confusion(
    prediction: NDArray[Any], truth: NDArray[Any], kernel_px: int = BOUNDARY_KERNEL_PX
) -> Confusion:
    """Counts only pixels in dilate(truth) - erode(truth) with a square kernel; its f1 is the boundary F1.

    Raises:
        ValueError: the sizes differ.
    """
    check_same_size(prediction, truth, "prediction and truth")
    band = boundary_band(truth, kernel_px)
    return confusion((prediction != 0)[band], (truth != 0)[band])


def boundary_band(truth: NDArray[Any], kernel_px: int = BOUNDARY_KERNEL_PX) -> NDArray[np.bool_]:
    """HxW bool: dilate(truth) - erode(truth) with a kernel_px square; nonzero truth means person."""
    mask = (truth != 0).astype(np.uint8)
    kernel = np.ones((kernel_px, kernel_px), np.uint8)
    return np.asarray(cv2.dilate(mask, kernel) != cv2.erode(mask, kernel))
