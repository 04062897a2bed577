"""Small regions of an alpha go, small holes are filled (src/islands-inl.h)."""
from __future__ import annotations

import ctypes

import numpy as np

from sinet_core.arrays import Alpha, check_alpha
from sinet_core.kernels.native.library import Variant, address_of, fields_of
from sinet_core.kernels.native.scratch import carved_floats
from sinet_core.kernels.parameters import ISLANDS, IslandLimits, names_of, numbers_of


class Clearing(ctypes.Structure):
    """struct clearing of src/frames.h."""

    _fields_ = fields_of(
        "alpha half out labels parents areas sums away",
        "rows columns half_rows half_columns",
        names_of(IslandLimits),
    )


def clear_regions(kernels: Variant, alpha: Alpha, half: Alpha) -> Alpha:
    """See sinet_core.kernels.interface.FrameKernels."""
    check_alpha(alpha)
    check_alpha(half, "half")
    if half.shape[0] > alpha.shape[0] or half.shape[1] > alpha.shape[1]:
        raise ValueError(f"an alpha of {alpha.shape} has no half of {half.shape}")
    alpha, half, out = np.ascontiguousarray(alpha), np.ascontiguousarray(half), np.empty(alpha.shape, np.float32)
    addresses = [address_of(array, np.float32) for array in (alpha, half, out)]
    integers, doubles = half.size + 1, 2 * (half.size + 1)
    held, scratch = carved_floats(integers, integers, doubles, doubles, doubles)
    clearing = Clearing(*addresses, *scratch, *alpha.shape, *half.shape, *numbers_of(ISLANDS))
    kernels.call("clear_regions", ctypes.byref(clearing))
    del held
    return out
