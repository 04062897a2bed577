"""The alpha along the frame's edges, and at frame size (src/guide-inl.h, src/enlarge-inl.h)."""
from __future__ import annotations

import ctypes

import numpy as np

from sinet_core.arrays import Alpha, Alpha8, check_alpha, check_image, check_same_size
from sinet_core.kernels.interface import Field, Guided, Sizes
from sinet_core.kernels.native.library import Variant, address_of, fields_of
from sinet_core.kernels.native.scratch import carved_floats
from sinet_core.kernels.parameters import GUIDE, GuideLevels, box_size, names_of, numbers_of
from sinet_core.kernels.reference import upsampling as reference

SUM_LINES, COLOR_LINES, FITS = 13, 3, 4  # SUMS of src/guided_filter-inl.h, a picture's line taken apart, and FITS
MAX_LANES = 8  # bytes that are looked at beyond the last cell
PADDING = 16  # floats: vectors may begin at the last column
MAX_FINE_STEP = 32


class Guidance(ctypes.Structure):
    """struct guidance of src/frames.h."""

    _fields_ = fields_of(
        "alpha before share fine grid plane sure near coarse doubt raw faded sums",
        "height width rows columns pitch cell box",
        names_of(GuideLevels),
    )


class Enlargement(ctypes.Structure):
    """struct enlargement of src/frames.h."""

    _fields_ = fields_of(
        "plane sure near out line",
        "height width fine_height fine_width rows columns step fine_step",
        "low high",
    )


def guide(kernels: Variant, alpha: Alpha, sizes: Sizes, *, before: Field | None, weight: Field | None) -> Guided:
    """See sinet_core.kernels.interface.FrameKernels."""
    if min(sizes.fine.shape[:2]) < sizes.cell:
        return reference.guide(alpha, sizes, before=before, weight=weight)
    _check_guided(alpha, sizes, before, weight)
    (height, width), (rows, columns) = sizes.fine.shape[:2], alpha.shape
    box = box_size(sizes.size, sizes.step)
    spare = 1 + -(-MAX_LANES // columns)
    pitch = -(-(columns + box) // PADDING) * PADDING + PADDING
    plane, (sure, near) = np.empty((height, width), np.float32), np.empty((2, rows + spare, columns), np.uint8)
    cells = rows * pitch
    inputs = [None if field is None else np.ascontiguousarray(field) for field in (alpha, before, weight)]
    pictures = [np.ascontiguousarray(picture) for picture in (sizes.fine, sizes.grid)]
    held, scratch = carved_floats(cells, cells, FITS * cells, FITS * cells, (SUM_LINES + COLOR_LINES) * pitch)
    pointers = [
        *(address_of(field, np.float32) for field in inputs),
        *(address_of(picture, np.uint8) for picture in pictures),
        address_of(plane, np.float32),
        *(address_of(cells, np.uint8) for cells in (sure, near)),
        *scratch,
    ]
    task = Guidance(*pointers, height, width, rows, columns, pitch, sizes.cell, box, *numbers_of(GUIDE))
    kernels.call("guide", ctypes.byref(task))
    del held
    return Guided(plane, sure[:rows], near[:rows])


def enlarge(kernels: Variant, along: Guided, sizes: Sizes, levels: tuple[float, float]) -> Alpha8:
    """See sinet_core.kernels.interface.FrameKernels."""
    if min(sizes.fine.shape[:2]) < sizes.cell:
        return reference.enlarge(along, sizes, levels)
    _check_enlarged(along, sizes, levels)
    plane = np.ascontiguousarray(along.plane)
    sure, near = np.ascontiguousarray(along.sure), np.ascontiguousarray(along.near)
    out = np.empty(sizes.size, np.uint8)
    held, scratch = carved_floats(plane.shape[1] + 2)
    pointers = [address_of(plane, np.float32), *(address_of(array, np.uint8) for array in (sure, near, out)), *scratch]
    numbers = *sizes.size, *plane.shape, *sure.shape, sizes.step, sizes.fine_step, *levels
    kernels.call("enlarge", ctypes.byref(Enlargement(*pointers, *numbers)))
    del held
    return out


def _check_guided(alpha: Alpha, sizes: Sizes, before: Field | None, weight: Field | None) -> None:
    check_alpha(alpha)
    check_image(sizes.fine, "fine picture")
    check_image(sizes.grid, "grid")
    check_same_size(alpha, sizes.grid, "alpha and grid")
    if (before is None) != (weight is None):
        raise ValueError("the plane before and the weight of what is new come together")
    if before is not None and weight is not None:
        check_alpha(before, "plane before")
        check_alpha(weight, "weight")
        check_same_size(sizes.fine, before, "fine picture and plane before")
        check_same_size(alpha, weight, "alpha and weight")
    _check_cells(sizes.fine.shape, alpha.shape, sizes.cell)


def _check_enlarged(along: Guided, sizes: Sizes, levels: tuple[float, float]) -> None:
    check_alpha(along.plane, "plane")
    for cells in (along.sure, along.near):
        if cells.ndim != 2 or cells.dtype != np.uint8:
            raise ValueError(f"cells are hxw uint8, got {cells.shape} {cells.dtype}")
    check_same_size(along.sure, along.near, "sure and near")
    _check_cells(along.plane.shape, along.sure.shape, sizes.cell)
    height, width = (side // sizes.fine_step for side in sizes.size)
    if along.plane.shape != (height, width) or sizes.fine_step > MAX_FINE_STEP:
        raise ValueError(f"a plane of {along.plane.shape} is not 1/{sizes.fine_step} of {sizes.size}")
    if not levels[0] < levels[1]:
        raise ValueError(f"levels are a low and a high one, got {levels}")


def _check_cells(size: tuple[int, ...], cells: tuple[int, ...], cell: int) -> None:
    if cells != (size[0] // cell, size[1] // cell):
        raise ValueError(f"{size[:2]} px of {cell} a cell are no {cells} cells")
