"""The room out of focus (src/blur-inl.h)."""
from __future__ import annotations

import ctypes
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha8, Image, check_alpha8, check_image, check_same_size
from sinet_core.kernels.interface import Sizes
from sinet_core.kernels.native.library import Variant, address_of, fields_of
from sinet_core.kernels.native.scratch import carved
from sinet_core.kernels.parameters import BLUR, BlurLimits, names_of, numbers_of
from sinet_core.kernels.reference import blur as reference

MAX_CELL = 128  # px of fine: sums over a cell's lines are of 16 bits
SLACK = 16  # floats, and twice that: what whole vectors reach beyond a line
POINTER = ctypes.sizeof(ctypes.c_void_p)


class Blurring(ctypes.Structure):
    """struct blurring of src/frames.h."""

    _fields_ = fields_of(
        "fine share out weights light lines pointers bytes shorts",
        "height width fine_height fine_width fine_step cell rows columns reach",
        names_of(BlurLimits),
    )


def blur(kernels: Variant, sizes: Sizes, image: Image, alpha8: Alpha8, *, sigma: float, halvings: int) -> Image:
    """See sinet_core.kernels.interface.FrameKernels."""
    check_image(image)
    check_alpha8(alpha8)
    check_same_size(image, alpha8, "image and alpha8")
    fine, fine_step, pixels = sizes.fine, sizes.fine_step, 2**halvings
    if fine_step == 1 and sizes.half is not None:
        fine, fine_step = sizes.half, 2
    cell = pixels // fine_step
    if halvings == 0 or pixels < fine_step or cell > MAX_CELL or min(image.shape[:2]) < pixels:
        return reference.blur(sizes, image, alpha8, sigma=sigma, halvings=halvings)
    height, width = alpha8.shape
    if fine.shape[:2] != (height // fine_step, width // fine_step):
        raise ValueError(f"{fine.shape[:2]} is not {alpha8.shape} shrunk by {fine_step}")
    fine, alpha8 = np.ascontiguousarray(fine), np.ascontiguousarray(alpha8)
    rows, columns = (-(-side // cell) for side in fine.shape[:2])
    weights = gaussian(sigma / pixels)
    reach = len(weights) // 2
    out = np.empty((height, width, 3), np.uint8)
    scratch, parts = _scratch(rows, columns, reach, width, fine.shape[1])
    arrays = address_of(fine, np.uint8), address_of(alpha8, np.uint8), address_of(out, np.uint8)
    numbers = height, width, *fine.shape[:2], fine_step, cell, rows, columns, reach, *numbers_of(BLUR)
    kernels.call("blur", ctypes.byref(Blurring(*arrays, address_of(weights, np.float32), *parts, *numbers)))
    del scratch
    return out


@lru_cache(maxsize=16)
def gaussian(sigma: float) -> NDArray[np.float32]:
    """Weights of an odd number of cells, sum 1, as many as OpenCV takes for floats. Raises ValueError: no sigma."""
    if not sigma > 0:
        raise ValueError(f"a sigma is needed, got {sigma}")
    reach = (round(8 * sigma + 1) | 1) // 2
    away = np.arange(-reach, reach + 1)
    weights = np.exp(-(away**2) / (2 * sigma**2))
    return np.asarray(weights / weights.sum(), np.float32)


def _scratch(rows: int, columns: int, reach: int, width: int, fine_width: int) -> tuple[NDArray[np.uint8], list[int]]:
    """For light (with halves of halves), lines (one with margins, then all rows), pointers, bytes and shorts."""
    light = 4 * 4 * (2 * rows * columns + 4 * (rows + columns) + 64)
    lines = 4 * (4 * (columns + 2 * reach) + 2 * SLACK + rows * (4 * columns + 2 * SLACK) + 2 * SLACK)
    return carved(light, lines, POINTER * (2 * reach + 1), 4 * (fine_width + 2), 4 * 2 * (3 * width + 2))
