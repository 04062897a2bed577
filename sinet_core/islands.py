"""Small things that are no person: islands far from anybody, pinholes inside somebody."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha
from sinet_core.native.compiled import kernels
from sinet_core.native.regions import Limits, cleared

Field = NDArray[np.float32]

ISLAND_SHARE = 0.012  # of the picture: smaller and separate is a lamp, not a person
DOUBTFUL_SHARE = 0.04  # the same for a region that the network itself does not believe in
BELIEVED = 0.55  # mean alpha of a region from which on it is believed
PINHOLE_SHARE = 0.0015  # smaller is a network's doubt, bigger may be the gap of an arm on a hip
# An island ends where alpha falls below SEEN, a hole where it rises above SOLID; what is left of either
# beyond is so near to 0 or 1 that the upsampling's stretch takes it.
SEEN, SOLID = 0.1, 0.9
LEAST_CELLS = 8  # of the shorter side: in less there are no regions
RAMP = (0.5, 1.5)  # times these limits: a region that grows comes slowly and does not pop
LIMITS = Limits(SEEN, SOLID, BELIEVED, DOUBTFUL_SHARE, ISLAND_SHARE, PINHOLE_SHARE, *RAMP)


def remove_islands(alpha: Alpha) -> Alpha:
    """Takes small separate regions away and fills small holes; a second person and real gaps stay.

    The largest region stays however small it is, if it is believed: somebody far from the camera.

    Args:
        alpha: hxw float32 0..1, on the grid.
    """
    height, width = alpha.shape
    if min(height, width) < LEAST_CELLS:
        return alpha
    # Half of the size is enough to tell regions apart, and four times as quick.
    half = (max(1, width // 2), max(1, height // 2))
    coarse = np.asarray(cv2.resize(alpha, half, interpolation=cv2.INTER_AREA), np.float32)
    found = kernels()
    if found is not None:
        return cleared(found, alpha, coarse, LIMITS)
    islands, holes = island_share(coarse), hole_share(coarse)
    if islands is not None:
        alpha = alpha * (1 - _at_size(islands, (height, width)))
    if holes is not None:
        alpha = alpha + (1 - alpha) * _at_size(holes, (height, width))
    return alpha


def island_share(alpha: Alpha) -> Field | None:
    """How much to take away, 0..1 a pixel; None when nothing."""
    labels, areas = _regions(alpha > SEEN)
    if not areas.size:
        return None
    means = np.bincount(labels.ravel(), weights=alpha.ravel())[1:] / areas
    limits = np.where(means < BELIEVED, DOUBTFUL_SHARE, ISLAND_SHARE) * alpha.size
    away = _smallness(areas, limits)
    largest = int(np.argmax(areas))
    if means[largest] >= BELIEVED:
        away[largest] = 0
    return _spread(away, labels)


def hole_share(alpha: Alpha) -> Field | None:
    """How much to fill, 0..1 a pixel; None when nothing."""
    labels, areas = _regions(alpha < SOLID)
    return _spread(_smallness(areas, np.full(areas.shape, PINHOLE_SHARE * alpha.size)), labels)


def _regions(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Labels from 1 on (0 is none), and the areas of label 1, 2, ..."""
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=4)
    return np.asarray(labels, np.int32), stats[1:, cv2.CC_STAT_AREA].astype(np.float64)


def _smallness(areas: NDArray[np.float64], limits: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 well below the limit, 0 well above it."""
    low, high = RAMP
    return np.clip((high - areas / np.maximum(limits, 1)) / (high - low), 0, 1)


def _spread(values: NDArray[np.float64], labels: NDArray[np.int32]) -> Field | None:
    if not values.any():
        return None
    return np.concatenate(([0.0], values)).astype(np.float32)[labels]


def _at_size(field: Field, size: tuple[int, int]) -> Field:
    return np.asarray(cv2.resize(field, (size[1], size[0]), interpolation=cv2.INTER_NEAREST), np.float32)
