"""Removes small regions of an alpha and fills small holes (src/islands-inl.h)."""
from __future__ import annotations

import numpy as np

from sinet_core.arrays import Alpha, check_alpha
from sinet_core.kernels.native.library import Variant, address_of
from sinet_core.kernels.native.structs import Clearing
from sinet_core.kernels.parameters import ISLANDS, numbers_of


def clear_regions(kernels: Variant, alpha: Alpha, half: Alpha) -> Alpha:
    """See sinet_core.kernels.interface.FrameKernels."""
    check_alpha(alpha)
    check_alpha(half, "half")
    if half.shape[0] > alpha.shape[0] or half.shape[1] > alpha.shape[1]:
        raise ValueError(f"{half.shape} is not half of an alpha of {alpha.shape}")
    alpha, half, out = np.ascontiguousarray(alpha), np.ascontiguousarray(half), np.empty(alpha.shape, np.float32)
    task = Clearing(
        alpha=address_of(alpha, np.float32), half=address_of(half, np.float32), out=address_of(out, np.float32),
        rows=alpha.shape[0], columns=alpha.shape[1], half_rows=half.shape[0], half_columns=half.shape[1],
        **numbers_of(ISLANDS),
    )  # fmt: skip
    kernels.call("clear_regions", task)
    return out
