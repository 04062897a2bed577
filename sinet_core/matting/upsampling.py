"""Edge-aware upsampling: the alpha snaps to the frame's edges and stays soft.

In every small window the alpha is modelled as a linear function of the colour (the guided filter). The functions
are computed on a coarse grid (He, Sun, Fast Guided Filter, 2015) and applied to the frame at about half its size,
where a sensor's noise is less than half, but only where the alpha is uncertain.
"""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Alpha8
from sinet_core.kernels.door import back_end
from sinet_core.kernels.interface import Guided, Sizes

Field = NDArray[np.float32]


def at_grid(alpha: Alpha, size: tuple[int, ...]) -> Alpha:
    """A network's alpha (hxw float32) at the grid's size (height, width)."""
    return np.asarray(cv2.resize(alpha, (size[1], size[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def guide(alpha: Alpha, sizes: Sizes, before: Field | None, weight: Field | None) -> Guided:
    """Upsamples an alpha to half the frame's size along the frame's edges, and holds what does not move.

    Args:
        alpha: hxw float32 0..1, on the grid.
        before: the previous frame's plane; None at the start.
        weight: of new values where they differ little, 0..1 per grid cell; None takes them unchanged.
    """
    if before is None or weight is None or before.shape != sizes.fine.shape[:2]:
        before = weight = None
    return back_end().guide(alpha, sizes, before=before, weight=weight)


def enlarge(along: Guided, sizes: Sizes, levels: tuple[float, float]) -> Alpha8:
    """Enlarges to frame size.

    Args:
        levels: (low, high), stretched so that low becomes 0 and high 255.

    Returns:
        HxW uint8, exactly 0 or 255 where the alpha is certain.
    """
    return back_end().enlarge(along, sizes, levels)
