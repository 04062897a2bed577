"""The room out of focus (src/blur.h)."""
from __future__ import annotations

import ctypes
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image, Share, check_image
from sinet_core.native.compiled import Kernels, address_of, fields_of
from sinet_core.native.scratch import carved

MOST_CELL = 128  # px of fine: sums over a cell's lines are of 16 bits
SLACK = 16  # floats, and twice that: what whole vectors reach beyond a line
POINTER = ctypes.sizeof(ctypes.c_void_p)


class Blurring(ctypes.Structure):
    """struct blurring of src/frames.h."""

    _fields_ = fields_of(
        "fine share out weights light lines pointers bytes shorts",
        "height width fine_height fine_width fine_step cell rows columns reach",
        "least_room far_share",
    )


def blurred(
    kernels: Kernels,
    fine: Image,
    share: Share,
    fine_step: int,
    cell: int,
    sigma: float,
    least_room: float,
    far_share: float,
) -> Image:
    """What blur_room of sinet_core.blur makes.

    Args:
        fine: hxwx3 uint8 BGR, the frame shrunk by fine_step; a rest at its end is left out.
        share: HxW uint8 of the frame, alpha of the person x 255.
        fine_step: a power of two.
        cell: px of fine that become one before they are blurred, a power of two.
        sigma: of the Gaussian, px of the frame.
        least_room: a cell that is less room than this, 0..1, is none.
        far_share: how little wider surroundings count.

    Returns:
        A new HxWx3 uint8 BGR.

    Raises:
        ValueError: arrays or numbers of another kind, or that do not belong together.
    """
    check_image(fine, "fine")
    if share.ndim != 2 or share.dtype != np.uint8:
        raise ValueError(f"a share is HxW uint8, got {share.shape} {share.dtype}")
    height, width = share.shape
    if fine.shape[:2] != (height // fine_step, width // fine_step):
        raise ValueError(f"{fine.shape[:2]} is not {share.shape} shrunk by {fine_step}")
    if any(number < 1 or number & (number - 1) for number in (fine_step, cell)) or not fine_step * cell > 1:
        raise ValueError(f"powers of two are needed, not both 1, got {fine_step} and {cell}")
    if cell > MOST_CELL or not sigma > 0:
        raise ValueError(f"a cell of at most {MOST_CELL} px and a sigma are needed, got {cell} and {sigma}")
    fine, share = np.ascontiguousarray(fine), np.ascontiguousarray(share)
    rows, columns = (-(-side // cell) for side in fine.shape[:2])
    weights = gaussian(sigma / (fine_step * cell))
    reach = len(weights) // 2
    out = np.empty((height, width, 3), np.uint8)
    scratch, parts = _scratch(rows, columns, reach, width, fine.shape[1])
    arrays = address_of(fine, np.uint8), address_of(share, np.uint8), address_of(out, np.uint8)
    numbers = height, width, *fine.shape[:2], fine_step, cell, rows, columns, reach, least_room, far_share
    kernels.call("blur", ctypes.byref(Blurring(*arrays, address_of(weights, np.float32), *parts, *numbers)))
    del scratch
    return out


@lru_cache(maxsize=16)
def gaussian(sigma: float) -> NDArray[np.float32]:
    """Weights of an odd number of cells, sum 1, as many as OpenCV takes for floats."""
    reach = (round(8 * sigma + 1) | 1) // 2
    away = np.arange(-reach, reach + 1)
    weights = np.exp(-(away**2) / (2 * sigma**2))
    return np.asarray(weights / weights.sum(), np.float32)


def _scratch(rows: int, columns: int, reach: int, width: int, fine_width: int) -> tuple[NDArray[np.uint8], list[int]]:
    """For light (with halves of halves), lines (one with margins, then all rows), pointers, bytes and shorts."""
    light = 4 * 4 * (2 * rows * columns + 4 * (rows + columns) + 64)
    lines = 4 * (4 * (columns + 2 * reach) + 2 * SLACK + rows * (4 * columns + 2 * SLACK) + 2 * SLACK)
    return carved(light, lines, POINTER * (2 * reach + 1), 4 * (fine_width + 2), 4 * 2 * (3 * width + 2))
