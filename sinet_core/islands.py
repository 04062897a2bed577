"""Small things that are no person: islands far from anybody, pinholes inside somebody."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha

ISLAND_SHARE = 0.012  # of the picture: smaller and separate is a lamp, not a person
PINHOLE_SHARE = 0.0015  # smaller is a network's doubt, bigger may be the gap of an arm on a hip


def remove_islands(alpha: Alpha) -> Alpha:
    """Takes small regions away, softly, and fills small holes; a second person and real gaps stay.

    Args:
        alpha: hxw float32 0..1, network size.
    """
    total = alpha.size
    seen = (alpha > 0.1).astype(np.uint8)
    kept = np.minimum(alpha, without_small(seen, round(ISLAND_SHARE * total)))
    open_ = (kept < 0.9).astype(np.uint8)
    return np.maximum(kept, 1 - without_small(open_, round(PINHOLE_SHARE * total)))


def without_small(mask: NDArray[np.uint8], least: int) -> Alpha:
    """hxw float32: 0 on regions of fewer than least pixels (and 1 elsewhere), with a soft border."""
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(mask, connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < least
    small[0] = False
    if not small.any():
        return np.ones(mask.shape, np.float32)
    gone = cv2.dilate(small[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(1 - gone.astype(np.float32))
