"""A frame at the sizes used for edge work."""
from __future__ import annotations

from sinet_core.arrays import Image, check_image
from sinet_core.grid import step_of, to_grid
from sinet_core.kernels.interface import FINE_CELL, Sizes


def shrink(frame: Image) -> Sizes:
    """See sinet_core.kernels.interface.FrameKernels."""
    check_image(frame, "frame")
    size = frame.shape[0], frame.shape[1]
    step = step_of(size)
    cell = min(step, FINE_CELL)
    fine = to_grid(frame, max(1, step // FINE_CELL))
    if cell == 1 or min(fine.shape[:2]) < cell:
        return Sizes(size, step, fine, to_grid(fine, cell))
    half = to_grid(fine, 2)
    return Sizes(size, step, fine, to_grid(half, cell // 2), half)
