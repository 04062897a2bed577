"""A frame at smaller sizes, read once (src/pyramid-inl.h)."""
from __future__ import annotations

import ctypes

import numpy as np

from sinet_core.arrays import Image, check_image
from sinet_core.grid import step_of
from sinet_core.kernels.interface import FINE_CELL, Sizes
from sinet_core.kernels.native.library import Variant, address_of, fields_of
from sinet_core.kernels.native.scratch import carved
from sinet_core.kernels.reference import pyramid as reference


class Shrinking(ctypes.Structure):
    """struct shrinking of src/frames.h."""

    _fields_ = fields_of("frame fine half grid means lines", "height width fine_height fine_width fine_step", "")


def shrink(kernels: Variant, frame: Image) -> Sizes:
    """See sinet_core.kernels.interface.FrameKernels. Views are copied first."""
    check_image(frame, "frame")
    height, width, _ = frame.shape
    step = step_of((height, width))
    if not 1 < step <= min(height, width):
        return reference.shrink(frame)
    frame = np.ascontiguousarray(frame)
    fine_step, cell = max(1, step // FINE_CELL), min(step, FINE_CELL)
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
    return Sizes((height, width), step, fine, grid, half)
