"""The alpha along the frame's edges, and at frame size (src/guide.h, src/enlarge.h)."""
from __future__ import annotations

import ctypes
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, Share, check_alpha, check_image, check_same_size
from sinet_core.native.compiled import Kernels, address_of, fields_of
from sinet_core.native.scratch import carved_floats

Field = NDArray[np.float32]
Cells = NDArray[np.uint8]

SUM_LINES, COLOR_LINES, FITS = 13, 3, 4  # SUMS of src/guided_filter.h, a picture's line taken apart, and FITS
MOST_LANES = 8  # bytes that are looked at beyond the last cell
PADDING = 16  # floats: vectors may begin at the last column


class Levels(NamedTuple):
    """What sinet_core.upsampling and sinet_core.guided_filter have measured as best.

    Attributes:
        low, high: of a network's alpha, become 0 and 1.
        within: of 0 or 1, is sure.
        epsilon: colour variance below which there is no edge.
        beyond: how far outside 0..1 a guided value may lie.
        tremble, turn: change of alpha that is noise, and from which on it is meant.
    """

    low: float
    high: float
    within: float
    epsilon: float
    beyond: float
    tremble: float
    turn: float


class Guidance(ctypes.Structure):
    """struct guidance of src/frames.h."""

    _fields_ = fields_of(
        "alpha before share fine grid plane sure near coarse doubt raw faded sums",
        "height width rows columns pitch cell box",
        " ".join(Levels._fields),
    )


class Enlargement(ctypes.Structure):
    """struct enlargement of src/frames.h."""

    _fields_ = fields_of(
        "plane sure near out line",
        "height width fine_height fine_width rows columns step fine_step",
        "low high",
    )


def guided(
    kernels: Kernels,
    alpha: Alpha,
    fine: Image,
    grid: Image,
    before: Field | None,
    share: Field | None,
    cell: int,
    box: int,
    levels: Levels,
) -> tuple[Field, Cells, Cells]:
    """An alpha along a picture's edges, held where nothing moves.

    Args:
        alpha: hxw float32 0..1, on the grid.
        fine: HxWx3 uint8 BGR, cell x cell pixels a cell of the grid and less than as many more at the ends.
        grid: hxwx3 uint8 BGR.
        before: HxW float32, the plane of the frame before; share: hxw float32 0..1, of what is new. Or both None.
        cell: 1, 2 or 4 px.
        box: side of the filter's window in cells, odd.

    Returns:
        (HxW float32; hxw uint8, 255 where alpha is over a half; hxw uint8, not 0 where the plane may differ from that).

    Raises:
        ValueError: arrays or numbers of another kind.
    """
    _check_guided(alpha, fine, grid, before, share)
    (height, width), (rows, columns) = fine.shape[:2], alpha.shape
    _check_cells((height, width), (rows, columns), cell)
    if cell not in (1, 2, 4) or box < 1 or box % 2 == 0:
        raise ValueError(f"a cell is 1, 2 or 4 px and a window odd, got {cell} and {box}")
    spare = 1 + -(-MOST_LANES // columns)
    pitch = -(-(columns + box) // PADDING) * PADDING + PADDING
    plane, (sure, near) = np.empty((height, width), np.float32), np.empty((2, rows + spare, columns), np.uint8)
    cells = rows * pitch
    inputs = [None if field is None else np.ascontiguousarray(field) for field in (alpha, before, share)]
    pictures = [np.ascontiguousarray(picture) for picture in (fine, grid)]
    held, scratch = carved_floats(cells, cells, FITS * cells, FITS * cells, (SUM_LINES + COLOR_LINES) * pitch)
    pointers = [
        *(address_of(field, np.float32) for field in inputs),
        *(address_of(picture, np.uint8) for picture in pictures),
        address_of(plane, np.float32),
        *(address_of(cells, np.uint8) for cells in (sure, near)),
        *scratch,
    ]
    task = Guidance(*pointers, height, width, rows, columns, pitch, cell, box, *levels)
    kernels.call("guide", ctypes.byref(task))
    del held
    return plane, sure[:rows], near[:rows]


def enlarged(
    kernels: Kernels,
    plane: Field,
    sure: Cells,
    near: Cells,
    size: tuple[int, int],
    step: int,
    cell: int,
    levels: tuple[float, float],
) -> Share:
    """What guided returned, at frame size.

    Args:
        size: (height, width) of the frame.
        step, cell: px of the frame and of the plane a cell.
        levels: (low, high), become 0 and 255.

    Returns:
        HxW uint8, alpha x 255.

    Raises:
        ValueError: arrays or numbers of another kind.
    """
    check_alpha(plane, "plane")
    for cells in (sure, near):
        if cells.ndim != 2 or cells.dtype != np.uint8:
            raise ValueError(f"cells are hxw uint8, got {cells.shape} {cells.dtype}")
    check_same_size(sure, near, "sure and near")
    _check_cells(plane.shape, sure.shape, cell)
    fine_step = step // cell
    if plane.shape != (size[0] // max(1, fine_step), size[1] // max(1, fine_step)) or not 1 <= fine_step <= 32:
        raise ValueError(f"a plane of {plane.shape} is not 1/{fine_step} of {size}")
    if not levels[0] < levels[1]:
        raise ValueError(f"levels are a low and a high one, got {levels}")
    out = np.empty(size, np.uint8)
    along, cells_ = np.ascontiguousarray(plane), [np.ascontiguousarray(cells) for cells in (sure, near)]
    bytes_ = [address_of(array, np.uint8) for array in (*cells_, out)]
    held, scratch = carved_floats(plane.shape[1] + 2)
    pointers = [address_of(along, np.float32), *bytes_, *scratch]
    kernels.call(
        "enlarge", ctypes.byref(Enlargement(*pointers, *size, *plane.shape, *sure.shape, step, fine_step, *levels))
    )
    del held
    return out


def _check_guided(alpha: Alpha, fine: Image, grid: Image, before: Field | None, share: Field | None) -> None:
    check_alpha(alpha)
    check_image(fine, "fine picture")
    check_image(grid, "grid")
    check_same_size(alpha, grid, "alpha and grid")
    if (before is None) != (share is None):
        raise ValueError("the plane before and the share of what is new come together")
    if before is not None and share is not None:
        check_alpha(before, "plane before")
        check_alpha(share, "share")
        check_same_size(fine, before, "fine picture and plane before")
        check_same_size(alpha, share, "alpha and share")


def _check_cells(size: tuple[int, int], cells: tuple[int, ...], cell: int) -> None:
    if cell < 1 or cells != (size[0] // cell, size[1] // cell):
        raise ValueError(f"{size} px of {cell} a cell are no {cells} cells")
