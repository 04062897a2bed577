"""Small things that are no person: islands far from anybody, pinholes inside somebody."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha

ISLAND_SHARE = 0.012  # of the picture: smaller and separate is a lamp, not a person
PINHOLE_SHARE = 0.0015  # smaller is a network's doubt, bigger may be the gap of an arm on a hip
# An island ends where alpha falls below SEEN, a hole where it rises above SOLID; what is left of either
# beyond is so near to 0 or 1 that the upsampling's stretch takes it.
SEEN, SOLID = 0.1, 0.9


def remove_islands(alpha: Alpha) -> Alpha:
    """Takes small separate regions away and fills small holes; a second person and real gaps stay.

    Args:
        alpha: hxw float32 0..1, network size.
    """
    height, width = alpha.shape
    # A quarter of the size is enough to tell regions apart, and ten times as quick.
    quarter = (max(1, width // 4), max(1, height // 4))
    coarse = np.asarray(cv2.resize(alpha, quarter, interpolation=cv2.INTER_AREA), np.float32)
    islands = small_regions(coarse > SEEN, round(ISLAND_SHARE * coarse.size))
    holes = small_regions(coarse < SOLID, round(PINHOLE_SHARE * coarse.size))
    if islands is not None:
        alpha = np.where(_at_size(islands, (height, width)), np.float32(0), alpha)
    if holes is not None:
        alpha = np.where(_at_size(holes, (height, width)), np.float32(1), alpha)
    return alpha


def small_regions(mask: NDArray[np.bool_], most: int) -> NDArray[np.uint8] | None:
    """1 on connected regions of at most this many pixels, 0 elsewhere; None when there is no such region."""
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] <= most
    small[0] = False
    if not small.any():
        return None
    return np.asarray(small.view(np.uint8)[labels])


def _at_size(region: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.bool_]:
    return np.asarray(cv2.resize(region, (size[1], size[0]), interpolation=cv2.INTER_NEAREST) > 0)
