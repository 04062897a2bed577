"""Edge-aware upsampling: the alpha snaps to the edges that the frame shows, and stays soft.

In every small window the alpha is taken as a linear function of the colour (the guided filter). The functions are
found on a coarse grid (He, Sun, Fast Guided Filter, 2015) and applied to the frame at half its size or so, where
a sensor's noise is less than half, but only where the alpha is not sure.
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
    """Brings an alpha to half the frame's size along the frame's edges, and holds what does not move.

    Args:
        alpha: hxw float32 0..1, on the grid.
        before: the plane of the frame before, None at the start.
        weight: of new values where they differ little, 0..1 a grid cell; None: they are taken as they are.
    """
    if before is None or weight is None or before.shape != sizes.fine.shape[:2]:
        before = weight = None
    return back_end().guide(alpha, sizes, before=before, weight=weight)


def enlarge(along: Guided, sizes: Sizes, levels: tuple[float, float]) -> Alpha8:
    """To frame size.

    Args:
        levels: (low, high): stretched so that low becomes 0 and high 255.

    Returns:
        HxW uint8, exactly 0 and exactly 255 where the alpha is sure.
    """
    return back_end().enlarge(along, sizes, levels)
