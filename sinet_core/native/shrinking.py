"""A frame at smaller sizes, read once (src/shrink.h)."""
from __future__ import annotations

import ctypes
from typing import NamedTuple

import numpy as np

from sinet_core.arrays import Image, check_image
from sinet_core.native.compiled import Kernels, address_of, fields_of
from sinet_core.native.scratch import carved


class Shrinking(ctypes.Structure):
    """struct shrinking of src/frames.h."""

    _fields_ = fields_of("frame fine half grid means lines", "height width fine_height fine_width fine_step", "")


class Shrunk(NamedTuple):
    """fine: the frame shrunk by fine_step, or as it is. half: half of that, grid: half of half. HxWx3 uint8 BGR."""

    fine: Image
    half: Image
    grid: Image


def shrunk(kernels: Kernels, frame: Image, fine_step: int, cell: int) -> Shrunk:
    """A frame shrunk by fine_step, and that by cell once more, as sinet_core.grid.to_grid does.

    Args:
        frame: HxWx3 uint8 BGR; views are copied first.
        fine_step: a power of two; 1: the result's fine is the frame itself, or its copy.
        cell: 2 or 4, px of fine a cell of grid; of 2 grid is half.

    Raises:
        ValueError: no such array or numbers, or a cell that does not fit into the frame.
    """
    check_image(frame, "frame")
    height, width, _ = frame.shape
    if fine_step < 1 or fine_step & (fine_step - 1) or cell not in (2, 4):
        raise ValueError(f"a power of two, and two or four are needed, got {fine_step} and {cell}")
    if fine_step * cell > min(height, width):
        raise ValueError(f"a cell of {fine_step * cell} px does not fit into {(height, width)}")
    frame = np.ascontiguousarray(frame)
    rows, columns = height // fine_step, width // fine_step
    fine = frame if fine_step == 1 else np.empty((rows, columns, 3), np.uint8)
    half = np.empty((rows // 2, columns // 2, 3), np.uint8)
    grid = half if cell == 2 else np.empty((rows // 4, columns // 4, 3), np.uint8)
    scratch, parts = carved(3 * width, 12 * width)
    made = None if fine is frame else fine, half, None if grid is half else grid
    addresses = [address_of(array, np.uint8) for array in (frame, *made)]
    shrinking = Shrinking(*addresses, *parts, height, width, rows, columns, fine_step)
    kernels.call("shrink", ctypes.byref(shrinking))
    del scratch
    return Shrunk(fine, half, grid)
