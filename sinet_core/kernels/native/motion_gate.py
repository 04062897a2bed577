"""A frame on its coarse grid, and what changed in it since another one (src/motion_gate-inl.h)."""
from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image, check_image
from sinet_core.grid import step_of
from sinet_core.kernels.interface import Watched
from sinet_core.kernels.native.library import Variant, address_of, fields_of
from sinet_core.kernels.native.scratch import carved
from sinet_core.kernels.parameters import GATE
from sinet_core.kernels.reference import motion_gate as reference

NUMBERS = 8


class Watching(ctypes.Structure):
    """struct watching of src/frames.h."""

    _fields_ = fields_of(
        "frame looked picture numbers sums words line means changes bright",
        "height width step rows columns patch_rows patch_columns block_rows block_columns",
        "least_spread",
    )


def watch(kernels: Variant, frame: Image, looked: Image | None) -> Watched:
    """See sinet_core.kernels.interface.FrameKernels. Views are copied first."""
    check_image(frame, "frame")
    height, width, _ = frame.shape
    step = step_of((height, width))
    if step > min(height, width):
        return reference.watch(frame, looked)
    picture, numbers = np.empty((height // step, width // step, 3), np.uint8), np.empty(NUMBERS, np.float32)
    if looked is not None:
        check_image(looked, "looked")
        if looked.shape != picture.shape:
            raise ValueError(f"a frame of {(height, width)} has cells of {picture.shape}, not {looked.shape}")
        looked = np.ascontiguousarray(looked)
    frame = np.ascontiguousarray(frame)
    pictures = [address_of(array, np.uint8) for array in (frame, looked, picture)]
    scratch, parts, sizes = _scratch(picture, width)
    watching = Watching(
        *pictures, address_of(numbers, np.float32), *parts, height, width, step, *sizes, GATE.least_spread
    )
    kernels.call("watch", ctypes.byref(watching))
    del scratch
    return Watched(picture, None if looked is None else numbers)


def _scratch(picture: Image, width: int) -> tuple[NDArray[np.uint8], list[int], tuple[int, ...]]:
    """For sums to bright; and rows and columns of cells, of patches and of blocks."""
    rows, columns, _ = picture.shape
    sizes = rows, columns, *(max(1, side // cells) for cells in (GATE.patch, GATE.block) for side in (rows, columns))
    patches, blocks = sizes[2] * sizes[3], sizes[4] * sizes[5]
    block, parts = carved(2 * (3 * width + 8), 8 * columns, 4 * 9 * columns, 4 * 8 * patches, 4 * blocks, patches)
    return block, parts, sizes
