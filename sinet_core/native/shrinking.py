"""A frame at two smaller sizes, read once (src/shrink.h)."""
from __future__ import annotations

import ctypes

import numpy as np

from sinet_core.arrays import Image, check_image
from sinet_core.native.compiled import Kernels, address_of, fields_of
from sinet_core.native.scratch import carved


class Shrinking(ctypes.Structure):
    """struct shrinking of src/frames.h."""

    _fields_ = fields_of(
        "frame fine grid means lines", "height width fine_height fine_width rows columns fine_step cell", ""
    )


def shrunk(kernels: Kernels, frame: Image, fine_step: int, cell: int) -> tuple[Image, Image]:
    """A frame shrunk by fine_step, and that by cell once more, as sinet_core.grid.to_grid does.

    Args:
        frame: HxWx3 uint8 BGR; views are copied first.
        fine_step, cell: powers of two, cell from 2 on; a cell fits into the frame.

    Returns:
        (fine, grid), uint8 BGR; fine is the frame itself (or its copy) where fine_step is 1.

    Raises:
        ValueError: no such array or numbers.
    """
    check_image(frame, "frame")
    height, width, _ = frame.shape
    if fine_step < 1 or cell < 2 or fine_step & (fine_step - 1) or cell & (cell - 1):
        raise ValueError(f"powers of two are needed, got {fine_step} and {cell}")
    if fine_step * cell > min(height, width):
        raise ValueError(f"a cell of {fine_step * cell} px does not fit into {(height, width)}")
    frame = np.ascontiguousarray(frame)
    size, cells = (height // fine_step, width // fine_step), (height // fine_step // cell, width // fine_step // cell)
    fine, grid = frame if fine_step == 1 else np.empty((*size, 3), np.uint8), np.empty((*cells, 3), np.uint8)
    scratch, parts = carved(3 * width, 12 * width)
    addresses = address_of(frame, np.uint8), address_of(None if fine is frame else fine, np.uint8)
    shrinking = Shrinking(*addresses, address_of(grid, np.uint8), *parts, height, width, *size, *cells, fine_step, cell)
    kernels.call("shrink", ctypes.byref(shrinking))
    del scratch
    return fine, grid
