"""Small regions of an alpha go, small holes are filled (src/regions.h)."""
from __future__ import annotations

import ctypes
from typing import NamedTuple

import numpy as np

from sinet_core.arrays import Alpha, check_alpha
from sinet_core.native.compiled import Kernels, address_of, fields_of
from sinet_core.native.scratch import carved_floats


class Limits(NamedTuple):
    """What sinet_core.islands has measured as best: alphas, shares of the picture, and a ramp around those."""

    seen: float
    solid: float
    believed: float
    doubtful_share: float
    island_share: float
    hole_share: float
    ramp_low: float
    ramp_high: float


class Clearing(ctypes.Structure):
    """struct clearing of src/frames.h."""

    _fields_ = fields_of(
        "alpha half out labels parents areas sums away",
        "rows columns half_rows half_columns",
        " ".join(Limits._fields),
    )


def cleared(kernels: Kernels, alpha: Alpha, half: Alpha, limits: Limits) -> Alpha:
    """An alpha without small regions and small holes.

    Args:
        alpha: hxw float32 0..1.
        half: the same, of about half the size, in which regions are told apart.

    Raises:
        ValueError: arrays of another kind.
    """
    check_alpha(alpha)
    check_alpha(half, "half")
    if half.shape[0] > alpha.shape[0] or half.shape[1] > alpha.shape[1]:
        raise ValueError(f"an alpha of {alpha.shape} has no half of {half.shape}")
    alpha, half, out = np.ascontiguousarray(alpha), np.ascontiguousarray(half), np.empty(alpha.shape, np.float32)
    addresses = [address_of(array, np.float32) for array in (alpha, half, out)]
    integers, doubles = half.size + 1, 2 * (half.size + 1)
    held, scratch = carved_floats(integers, integers, doubles, doubles, doubles)
    kernels.call("clear_regions", ctypes.byref(Clearing(*addresses, *scratch, *alpha.shape, *half.shape, *limits)))
    del held
    return out
