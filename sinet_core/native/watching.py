"""A frame on its coarse grid, and what changed in it since another one (src/gate.h)."""
from __future__ import annotations

import ctypes
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image, check_image
from sinet_core.native.compiled import Kernels, address_of, fields_of
from sinet_core.native.scratch import carved

NUMBERS = 8


class Watching(ctypes.Structure):
    """struct watching of src/frames.h."""

    _fields_ = fields_of(
        "frame looked picture numbers sums words line means changes bright",
        "height width step rows columns patch_rows patch_columns block_rows block_columns",
        "least_spread",
    )


class Grain(NamedTuple):
    """patch, block: cells a side, about: what light and what changes are judged by. least_spread: levels between
    dark and bright patches from which on a gain is told."""

    patch: int
    block: int
    least_spread: float


class Watched(NamedTuple):
    """picture: hxwx3 uint8, the frame on its grid. numbers: 8 float32: gain and offset of B, G and R, then the
    greatest and the middle change of a block, levels; None without a picture to compare with."""

    picture: Image
    numbers: NDArray[np.float32] | None


def watched(kernels: Kernels, frame: Image, looked: Image | None, step: int, grain: Grain) -> Watched:
    """A frame on its coarse grid, compared with an earlier one.

    Args:
        frame: HxWx3 uint8 BGR; views are copied first.
        looked: hxwx3 uint8, the picture of an earlier frame of that size.
        step: px a grid cell, a power of two, at most the frame's shorter side.

    Raises:
        ValueError: arrays or numbers of another kind.
    """
    check_image(frame, "frame")
    height, width, _ = frame.shape
    if not 0 < step <= min(height, width) or step & (step - 1):
        raise ValueError(f"a cell of {step} px does not fit into {(height, width)}")
    if min(grain[:2]) < 1:
        raise ValueError(f"patches and blocks have at least one cell, got {grain[:2]}")
    picture, numbers = np.empty((height // step, width // step, 3), np.uint8), np.empty(NUMBERS, np.float32)
    if looked is not None:
        check_image(looked, "looked")
        if looked.shape != picture.shape:
            raise ValueError(f"a frame of {(height, width)} has cells of {picture.shape}, not {looked.shape}")
        looked = np.ascontiguousarray(looked)
    frame = np.ascontiguousarray(frame)
    pictures = [address_of(array, np.uint8) for array in (frame, looked, picture)]
    scratch, parts, sizes = _scratch(picture, width, grain)
    watching = Watching(
        *pictures, address_of(numbers, np.float32), *parts, height, width, step, *sizes, grain.least_spread
    )
    kernels.call("watch", ctypes.byref(watching))
    del scratch
    return Watched(picture, None if looked is None else numbers)


def _scratch(picture: Image, width: int, grain: Grain) -> tuple[NDArray[np.uint8], list[int], tuple[int, ...]]:
    """For sums to bright; and rows and columns of cells, of patches and of blocks."""
    rows, columns, _ = picture.shape
    sizes = rows, columns, *(max(1, side // cells) for cells in grain[:2] for side in (rows, columns))
    patches, blocks = sizes[2] * sizes[3], sizes[4] * sizes[5]
    block, parts = carved(2 * (3 * width + 8), 8 * columns, 4 * 9 * columns, 4 * 8 * patches, 4 * blocks, patches)
    return block, parts, sizes
