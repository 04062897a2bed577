"""A frame at smaller sizes, read only once (src/pyramid-inl.h)."""
from __future__ import annotations

import numpy as np

from sinet_core.arrays import Image, check_image
from sinet_core.grid import step_of
from sinet_core.kernels.interface import FINE_CELL, Sizes
from sinet_core.kernels.native.fallback import reference
from sinet_core.kernels.native.library import Variant, address_of
from sinet_core.kernels.native.structs import Shrinking


def shrink(kernels: Variant, frame: Image) -> Sizes:
    """See sinet_core.kernels.interface.FrameKernels. Views are copied first."""
    check_image(frame, "frame")
    height, width, _ = frame.shape
    step = step_of((height, width))
    if not 1 < step <= min(height, width):
        return reference().shrink(frame)
    frame = np.ascontiguousarray(frame)
    fine_step, cell = max(1, step // FINE_CELL), min(step, FINE_CELL)
    rows, columns = height // fine_step, width // fine_step
    fine = frame if fine_step == 1 else np.empty((rows, columns, 3), np.uint8)
    half = np.empty((rows // 2, columns // 2, 3), np.uint8)
    grid = half if cell == 2 else np.empty((rows // 4, columns // 4, 3), np.uint8)
    task = Shrinking(
        frame=address_of(frame, np.uint8),
        fine=None if fine is frame else address_of(fine, np.uint8),
        half=address_of(half, np.uint8),
        grid=None if grid is half else address_of(grid, np.uint8),
        height=height, width=width, fine_height=rows, fine_width=columns, fine_step=fine_step,
    )  # fmt: skip
    kernels.call("shrink", task)
    return Sizes((height, width), step, fine, grid, half)
