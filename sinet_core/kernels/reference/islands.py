"""Small regions that are not a person: islands far from anybody, and pinholes inside somebody."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha
from sinet_core.kernels.parameters import ISLANDS

Field = NDArray[np.float32]


def clear_regions(alpha: Alpha, half: Alpha) -> Alpha:
    """See sinet_core.kernels.interface.FrameKernels."""
    size = alpha.shape[0], alpha.shape[1]
    islands, holes = island_share(half), hole_share(half)
    if islands is not None:
        alpha = alpha * (1 - _at_size(islands, size))
    if holes is not None:
        alpha = alpha + (1 - alpha) * _at_size(holes, size)
    return alpha


def island_share(alpha: Alpha) -> Field | None:
    """How much to remove, 0..1 per pixel, or None for nothing."""
    labels, areas = _regions(alpha > ISLANDS.seen)
    if not areas.size:
        return None
    means = np.bincount(labels.ravel(), weights=alpha.ravel())[1:] / areas
    limits = np.where(means < ISLANDS.believed, ISLANDS.doubtful_share, ISLANDS.island_share) * alpha.size
    away = _smallness(areas, limits)
    largest = int(np.argmax(areas))
    if means[largest] >= ISLANDS.believed:
        away[largest] = 0
    return _spread(away, labels)


def hole_share(alpha: Alpha) -> Field | None:
    """How much to fill, 0..1 per pixel, or None for nothing."""
    labels, areas = _regions(alpha < ISLANDS.solid)
    return _spread(_smallness(areas, np.full(areas.shape, ISLANDS.hole_share * alpha.size)), labels)


def _regions(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Labels from 1 (0 is none), and the areas of labels 1, 2, ..."""
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=4)
    return np.asarray(labels, np.int32), stats[1:, cv2.CC_STAT_AREA].astype(np.float64)


def _smallness(areas: NDArray[np.float64], limits: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 well below the limit, 0 well above it."""
    low, high = ISLANDS.ramp_low, ISLANDS.ramp_high
    return np.clip((high - areas / np.maximum(limits, 1)) / (high - low), 0, 1)


def _spread(values: NDArray[np.float64], labels: NDArray[np.int32]) -> Field | None:
    if not values.any():
        return None
    return np.concatenate(([0.0], values)).astype(np.float32)[labels]


def _at_size(field: Field, size: tuple[int, int]) -> Field:
    return np.asarray(cv2.resize(field, (size[1], size[0]), interpolation=cv2.INTER_NEAREST), np.float32)
