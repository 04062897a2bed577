"""The composite in one pass over the frame (src/composite.h)."""
from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image, Share, check_image, check_same_size
from sinet_core.canvases import Canvas
from sinet_core.native.compiled import Kernels, address_of, fields_of
from sinet_core.native.scratch import carved

FIELDS = 8  # floats a cell: the person's colour and by how much the room's differs, four each


class Composition(ctypes.Structure):
    """struct composition of src/frames.h."""

    _fields_ = fields_of(
        "frame share background out grid shown pure kinds fields near lines pictures weighted sums ends",
        "height width step rows columns narrow wide",
        "wide_weight least_weight",
    )


class Colors:
    """How the mean colours around an edge are found.

    Attributes:
        pure: 256 float32: how much a cell of such a share says of the person's colour.
        wide_weight, least_weight: of the wide window beside the narrow one, and of the cell itself.
    """

    def __init__(self, pure: NDArray[np.float32], wide_weight: float, least_weight: float) -> None:
        if pure.shape != (256,):
            raise ValueError(f"a weight for each of 256 shares is needed, got {pure.shape}")
        self.pure, self.wide_weight, self.least_weight = pure, wide_weight, least_weight
        self.address = address_of(pure, np.float32)


@dataclass(frozen=True, eq=False)
class Planned:
    """What a composite takes from a share and from the frame that it belongs to.

    Attributes:
        kernels: that it was made by, and is for.
        share: HxW uint8, contiguous, alpha x 255.
        step: px a grid cell.
        kinds: hxw uint8: what a cell shows. Read-only.
        fields: hxwx8 float32: the colours around the edges; elsewhere they say nothing. Read-only.
    """

    kernels: Kernels
    share: Share
    step: int
    kinds: NDArray[np.uint8]
    fields: NDArray[np.float32]


def composed(
    kernels: Kernels,
    frame: Image,
    share: Share,
    background: Image | None,
    step: int,
    windows: tuple[int, int],
    colors: Colors,
    canvas: Canvas | None = None,
    grid: Image | None = None,
) -> Image:
    """The person, with the edge's own colours, before a background.

    Args:
        frame: HxWx3 uint8 BGR; views are copied first.
        share: HxW uint8, alpha x 255.
        background: HxWx3 uint8 BGR; None: the frame itself with the room's colour taken out of mixed pixels.
        step: px a grid cell, a power of two, at most the frame's shorter side.
        windows: sides of the narrow and the wide window in cells, odd.
        canvas: what is painted on, of the frame's shape; None: a new array.
        grid: the frame shrunk by step, uint8 BGR; None: of each cell near an edge some pixels are looked at.

    Returns:
        The canvas's picture, or a new HxWx3 uint8: exactly the frame where share is 255, exactly the background (or the
        frame) where it is 0.

    Raises:
        ValueError: arrays or numbers of another kind.
    """
    _check(frame, share, step, windows, grid)
    grid = None if grid is None else np.ascontiguousarray(grid)
    if background is not None:
        _check_background(frame, background)
    frame, share = np.ascontiguousarray(frame), np.ascontiguousarray(share)
    kinds = np.empty((share.shape[0] // step, share.shape[1] // step), np.uint8)
    paint = _Paint(frame, background, canvas, kinds)
    scratch, parts = _scratch(share, step, windows)
    arrays = frame, share, paint.background, paint.out, grid, paint.shown
    pictures = [address_of(array, np.uint8) for array in arrays]
    kept = colors.address, address_of(kinds, np.uint8), parts[-1]
    numbers = _numbers(share, step, windows, colors)
    kernels.call("composite", ctypes.byref(Composition(*pictures, *kept, *parts[:-1], *numbers)))
    del scratch
    return paint.done()


def planned(
    kernels: Kernels,
    frame: Image,
    share: Share,
    step: int,
    windows: tuple[int, int],
    colors: Colors,
    grid: Image | None = None,
) -> Planned:
    """The first half of composed, for joined. Arguments and errors as there."""
    _check(frame, share, step, windows, grid)
    grid = None if grid is None else np.ascontiguousarray(grid)
    frame, share = np.ascontiguousarray(frame), np.ascontiguousarray(share)
    rows, columns = share.shape[0] // step, share.shape[1] // step
    kinds, fields = np.empty((rows, columns), np.uint8), np.empty((rows, columns, FIELDS), np.float32)
    scratch, parts = _scratch(share, step, windows)
    pictures = address_of(frame, np.uint8), address_of(share, np.uint8), None, None, address_of(grid, np.uint8), None
    made = address_of(kinds, np.uint8), address_of(fields, np.float32)
    numbers = _numbers(share, step, windows, colors)
    kernels.call("plan_composite", ctypes.byref(Composition(*pictures, colors.address, *made, *parts[:-1], *numbers)))
    del scratch
    kinds.flags.writeable = fields.flags.writeable = False
    return Planned(kernels, share, step, kinds, fields)


def joined(plan: Planned, frame: Image, background: Image, canvas: Canvas | None = None) -> Image:
    """The second half of composed, for a frame that shows what the one of the plan did.

    Args:
        frame: HxWx3 uint8 BGR, of the plan's size; views are copied first.
        background: HxWx3 uint8 BGR.
        canvas: as for composed.

    Returns:
        As composed does: exactly the frame where the plan's share is 255, exactly the background where it is 0.

    Raises:
        ValueError: arrays of another kind or size.
    """
    check_image(frame, "frame")
    check_same_size(frame, plan.share, "frame and plan")
    _check_background(frame, background)
    frame = np.ascontiguousarray(frame)
    columns = plan.kinds.shape[1]
    paint = _Paint(frame, background, canvas, plan.kinds)
    scratch, parts = carved(4 * FIELDS * columns, 4 * columns)
    arrays = frame, plan.share, paint.background, paint.out, None, paint.shown
    pictures = [address_of(array, np.uint8) for array in arrays]
    kept = None, address_of(plan.kinds, np.uint8), address_of(plan.fields, np.float32)
    numbers = (*plan.share.shape, plan.step, *plan.kinds.shape)
    composition = Composition(*pictures, *kept, *[None] * 4, *parts, *numbers)
    plan.kernels.call("join_composite", ctypes.byref(composition))
    del scratch
    return paint.done()


class _Paint:
    """Where a composite is written, and what is there already."""

    def __init__(
        self, frame: Image, background: Image | None, canvas: Canvas | None, kinds: NDArray[np.uint8]
    ) -> None:
        """kinds: of the cells, known when it is done."""
        if canvas is not None and canvas.picture.shape != frame.shape:
            raise ValueError(f"a canvas of {canvas.picture.shape} for a frame of {frame.shape}")
        self._given, self._canvas, self._kinds = background, canvas, kinds
        self.background = None if background is None else np.ascontiguousarray(background)
        self.out = np.empty(frame.shape, np.uint8) if canvas is None else canvas.picture
        shown = None if canvas is None else canvas.take_shown(background)
        self.shown = shown if shown is not None and shown.shape == kinds.shape else None

    def done(self) -> Image:
        """What was painted."""
        if self._canvas is not None and self._given is not None:
            self._canvas.painted(self._kinds, self._given)
        return self.out


def _scratch(share: Share, step: int, windows: tuple[int, int]) -> tuple[NDArray[np.uint8], list[int]]:
    """For near, lines, pictures, weighted, sums and ends; then for fields, where they are not kept."""
    (height, width), wide = share.shape, windows[1]
    rows, columns = height // step, width // step
    cells = rows * columns
    sums = 4 * 16 * (columns + wide)
    return carved(cells, 2 * width, 4 * 4 * cells, 4 * 8 * cells, sums, 4 * columns, 4 * FIELDS * cells)


def _numbers(share: Share, step: int, windows: tuple[int, int], colors: Colors) -> tuple[float, ...]:
    (height, width), weights = share.shape, (colors.wide_weight, colors.least_weight)
    return height, width, step, height // step, width // step, *windows, *weights


def _check(frame: Image, share: Share, step: int, windows: tuple[int, int], grid: Image | None) -> None:
    check_image(frame, "frame")
    if share.ndim != 2 or share.dtype != np.uint8:
        raise ValueError(f"a share is HxW uint8, got {share.shape} {share.dtype}")
    check_same_size(frame, share, "frame and share")
    if not 0 < step <= min(share.shape) or step & (step - 1):
        raise ValueError(f"a cell of {step} px does not fit into {share.shape}")
    if grid is not None and grid.shape != (share.shape[0] // step, share.shape[1] // step, 3):
        raise ValueError(f"a grid of {grid.shape} for cells of {step} px in {share.shape}")
    if not 0 < windows[0] <= windows[1] or any(side % 2 == 0 for side in windows):
        raise ValueError(f"windows are odd, the narrow one first, got {windows}")


def _check_background(frame: Image, background: Image) -> None:
    check_image(background, "background")
    check_same_size(frame, background, "frame and background")
