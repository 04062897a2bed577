"""Small regions that are not a person: islands far from anybody, and pinholes inside somebody."""
from __future__ import annotations

import cv2
import numpy as np

from sinet_core.arrays import Alpha
from sinet_core.kernels.door import back_end

MIN_CELLS = 8  # of the shorter side; anything smaller has no regions


def remove_islands(alpha: Alpha) -> Alpha:
    """Removes small separate regions and fills small holes; a second person and real gaps stay.

    The largest region stays however small, if it is believed: it may be somebody far from the camera.

    Args:
        alpha: hxw float32 0..1, on the grid.
    """
    height, width = alpha.shape
    if min(height, width) < MIN_CELLS:
        return alpha
    # Half the size is enough for labelling regions, and four times as fast.
    half = (max(1, width // 2), max(1, height // 2))
    coarse = np.asarray(cv2.resize(alpha, half, interpolation=cv2.INTER_AREA), np.float32)
    return back_end().clear_regions(alpha, coarse)
