"""The composite in one pass over the frame (src/composite-inl.h)."""
from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha8, Image, check_alpha8, check_image, check_same_size
from sinet_core.grid import step_of
from sinet_core.kernels.interface import Cells, CompositePlan, Field, Target
from sinet_core.kernels.native.library import Variant, address_of, fields_of
from sinet_core.kernels.native.scratch import carved
from sinet_core.kernels.parameters import EDGE_COLORS, EdgeColors, names_of, numbers_of, windows_of
from sinet_core.kernels.reference import composite as reference

FIELDS = 8  # floats a cell: the person's colour and by how much the room's differs, four each


class Composition(ctypes.Structure):
    """struct composition of src/frames.h."""

    _fields_ = fields_of(
        "frame share background out grid shown pure kinds fields near lines pictures weighted sums ends",
        "height width step rows columns narrow wide",
        names_of(EdgeColors),
    )


@dataclass(frozen=True, eq=False)
class NativePlan:
    """See sinet_core.kernels.interface.CompositePlan.

    Attributes:
        kernels: that it was made by.
        alpha8: HxW uint8, contiguous.
        step: px a grid cell.
        kinds: hxw uint8: what a cell shows. Read-only.
        fields: hxwx8 float32: the colours around the edges; elsewhere they say nothing. Read-only.
    """

    kernels: Variant
    alpha8: Alpha8
    step: int
    kinds: Cells
    fields: Field

    def join(self, frame: Image, background: Image, target: Target) -> Cells:
        """See sinet_core.kernels.interface.CompositePlan. Views are copied first."""
        check_image(frame, "frame")
        check_same_size(frame, self.alpha8, "frame and plan")
        _check_background(frame, background)
        _check_target(frame, target)
        frame, background = np.ascontiguousarray(frame), np.ascontiguousarray(background)
        columns = self.kinds.shape[1]
        scratch, parts = carved(4 * FIELDS * columns, 4 * columns)
        arrays = frame, self.alpha8, background, target.out, None, _shown(target, self.kinds)
        pictures = [address_of(array, np.uint8) for array in arrays]
        kept = None, address_of(self.kinds, np.uint8), address_of(self.fields, np.float32)
        numbers = (*self.alpha8.shape, self.step, *self.kinds.shape)
        composition = Composition(*pictures, *kept, *[None] * 4, *parts, *numbers)
        self.kernels.call("join_composite", ctypes.byref(composition))
        del scratch
        return self.kinds


def composite(
    kernels: Variant, frame: Image, alpha8: Alpha8, background: Image | None, *, grid: Image | None, target: Target
) -> Cells | None:
    """See sinet_core.kernels.interface.FrameKernels. Views are copied first."""
    _check(frame, alpha8)
    step = step_of(alpha8.shape)
    if step > min(alpha8.shape):
        return reference.composite(frame, alpha8, background, grid=grid, target=target)
    if background is not None:
        _check_background(frame, background)
        background = np.ascontiguousarray(background)
    _check_target(frame, target)
    kinds = np.empty((alpha8.shape[0] // step, alpha8.shape[1] // step), np.uint8)
    grid = _checked_grid(grid, kinds)
    frame, alpha8 = np.ascontiguousarray(frame), np.ascontiguousarray(alpha8)
    scratch, parts = _scratch(alpha8, step)
    arrays = frame, alpha8, background, target.out, grid, _shown(target, kinds)
    pictures = [address_of(array, np.uint8) for array in arrays]
    kept = address_of(EDGE_COLORS.pure, np.float32), address_of(kinds, np.uint8), parts[-1]
    kernels.call("composite", ctypes.byref(Composition(*pictures, *kept, *parts[:-1], *_numbers(alpha8, step))))
    del scratch
    return kinds


def plan(kernels: Variant, frame: Image, alpha8: Alpha8, *, grid: Image | None) -> CompositePlan:
    """See sinet_core.kernels.interface.FrameKernels. Views are copied first."""
    _check(frame, alpha8)
    step = step_of(alpha8.shape)
    if step > min(alpha8.shape):
        return reference.plan(frame, alpha8, grid=grid)
    rows, columns = alpha8.shape[0] // step, alpha8.shape[1] // step
    kinds, fields = np.empty((rows, columns), np.uint8), np.empty((rows, columns, FIELDS), np.float32)
    grid = _checked_grid(grid, kinds)
    frame, alpha8 = np.ascontiguousarray(frame), np.ascontiguousarray(alpha8)
    scratch, parts = _scratch(alpha8, step)
    pictures = [address_of(array, np.uint8) for array in (frame, alpha8, None, None, grid, None)]
    made = address_of(EDGE_COLORS.pure, np.float32), address_of(kinds, np.uint8), address_of(fields, np.float32)
    composition = Composition(*pictures, *made, *parts[:-1], *_numbers(alpha8, step))
    kernels.call("plan_composite", ctypes.byref(composition))
    del scratch
    kinds.flags.writeable = fields.flags.writeable = False
    return NativePlan(kernels, alpha8, step, kinds, fields)


def _scratch(alpha8: Alpha8, step: int) -> tuple[NDArray[np.uint8], list[int]]:
    """For near, lines, pictures, weighted, sums and ends; then for fields, where they are not kept."""
    (height, width), wide = alpha8.shape, windows_of(alpha8.shape, step)[1]
    rows, columns = height // step, width // step
    cells = rows * columns
    sums = 4 * 16 * (columns + wide)
    return carved(cells, 2 * width, 4 * 4 * cells, 4 * 8 * cells, sums, 4 * columns, 4 * FIELDS * cells)


def _numbers(alpha8: Alpha8, step: int) -> tuple[float, ...]:
    height, width = alpha8.shape
    windows = windows_of(alpha8.shape, step)
    return height, width, step, height // step, width // step, *windows, *numbers_of(EDGE_COLORS)


def _shown(target: Target, kinds: Cells) -> Cells | None:
    """What the target shows, if it was told of cells of this size."""
    return target.shown if target.shown is not None and target.shown.shape == kinds.shape else None


def _checked_grid(grid: Image | None, kinds: Cells) -> Image | None:
    if grid is None:
        return None
    if grid.shape != (*kinds.shape, 3):
        raise ValueError(f"a grid of {grid.shape} for {kinds.shape} cells")
    return np.ascontiguousarray(grid)


def _check(frame: Image, alpha8: Alpha8) -> None:
    check_image(frame, "frame")
    check_alpha8(alpha8)
    check_same_size(frame, alpha8, "frame and alpha8")


def _check_background(frame: Image, background: Image) -> None:
    check_image(background, "background")
    check_same_size(frame, background, "frame and background")


def _check_target(frame: Image, target: Target) -> None:
    if target.out.shape != frame.shape or not target.out.flags.writeable:
        raise ValueError(f"a writable picture of {frame.shape} is needed, got {target.out.shape}")
