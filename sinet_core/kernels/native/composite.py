"""The composite in one pass over the frame (src/composite-inl.h)."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinet_core.arrays import Alpha8, Image, check_image, check_same_size
from sinet_core.grid import step_of
from sinet_core.kernels.checks import check_background, check_frame
from sinet_core.kernels.interface import Cells, CompositePlan, Field, Target
from sinet_core.kernels.native.fallback import reference
from sinet_core.kernels.native.library import Variant, address_of
from sinet_core.kernels.native.structs import Composition
from sinet_core.kernels.parameters import EDGE_COLORS, numbers_of, windows_of

FIELDS = 8  # floats per cell: the person's colour and the room's difference from it, four each


@dataclass(frozen=True, eq=False)
class NativePlan:
    """See sinet_core.kernels.interface.CompositePlan.

    Attributes:
        kernels: the library that made it.
        alpha8: HxW uint8, contiguous.
        step: px per grid cell.
        kinds: hxw uint8, what each cell shows. Read-only.
        fields: hxwx8 float32, the colours around the edges; undefined elsewhere. Read-only.
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
        check_background(frame, background)
        _check_target(frame, target)
        frame, background = np.ascontiguousarray(frame), np.ascontiguousarray(background)
        task = Composition(
            frame=address_of(frame, np.uint8), alpha8=address_of(self.alpha8, np.uint8),
            background=address_of(background, np.uint8), out=address_of(target.out, np.uint8),
            shown=address_of(_shown(target, self.kinds), np.uint8), kinds=address_of(self.kinds, np.uint8),
            fields=address_of(self.fields, np.float32), height=self.alpha8.shape[0], width=self.alpha8.shape[1],
            step=self.step, rows=self.kinds.shape[0], columns=self.kinds.shape[1],
        )  # fmt: skip
        self.kernels.call("join_composite", task)
        return self.kinds


def composite(
    kernels: Variant, frame: Image, alpha8: Alpha8, background: Image | None, *, grid: Image | None, target: Target
) -> Cells | None:
    """See sinet_core.kernels.interface.FrameKernels. Views are copied first."""
    check_frame(frame, alpha8)
    step = step_of(alpha8.shape)
    if step > min(alpha8.shape):
        return reference().composite(frame, alpha8, background, grid=grid, target=target)
    if background is not None:
        check_background(frame, background)
        background = np.ascontiguousarray(background)
    _check_target(frame, target)
    kinds = np.empty((alpha8.shape[0] // step, alpha8.shape[1] // step), np.uint8)
    grid = _checked_grid(grid, kinds)
    frame, alpha8 = np.ascontiguousarray(frame), np.ascontiguousarray(alpha8)
    task = _task(frame, alpha8, grid, kinds)
    task.background, task.out = address_of(background, np.uint8), address_of(target.out, np.uint8)
    task.shown = address_of(_shown(target, kinds), np.uint8)
    kernels.call("composite", task)
    return kinds


def plan(kernels: Variant, frame: Image, alpha8: Alpha8, *, grid: Image | None) -> CompositePlan:
    """See sinet_core.kernels.interface.FrameKernels. Views are copied first."""
    check_frame(frame, alpha8)
    step = step_of(alpha8.shape)
    if step > min(alpha8.shape):
        return reference().plan(frame, alpha8, grid=grid)
    rows, columns = alpha8.shape[0] // step, alpha8.shape[1] // step
    kinds, fields = np.empty((rows, columns), np.uint8), np.empty((rows, columns, FIELDS), np.float32)
    grid = _checked_grid(grid, kinds)
    frame, alpha8 = np.ascontiguousarray(frame), np.ascontiguousarray(alpha8)
    task = _task(frame, alpha8, grid, kinds)
    task.fields = address_of(fields, np.float32)
    kernels.call("plan_composite", task)
    kinds.flags.writeable = fields.flags.writeable = False
    return NativePlan(kernels, alpha8, step, kinds, fields)


def _task(frame: Image, alpha8: Alpha8, grid: Image | None, kinds: Cells) -> Composition:
    """The struct for planning."""
    step = step_of(alpha8.shape)
    narrow, wide = windows_of(alpha8.shape, step)
    return Composition(
        frame=address_of(frame, np.uint8), alpha8=address_of(alpha8, np.uint8), grid=address_of(grid, np.uint8),
        kinds=address_of(kinds, np.uint8), pure=address_of(EDGE_COLORS.pure, np.float32),
        height=alpha8.shape[0], width=alpha8.shape[1], step=step, rows=kinds.shape[0], columns=kinds.shape[1],
        narrow=narrow, wide=wide, **numbers_of(EDGE_COLORS),
    )  # fmt: skip


def _shown(target: Target, kinds: Cells) -> Cells | None:
    """What the target shows, if that is known for cells of this size."""
    return target.shown if target.shown is not None and target.shown.shape == kinds.shape else None


def _checked_grid(grid: Image | None, kinds: Cells) -> Image | None:
    if grid is None:
        return None
    if grid.shape != (*kinds.shape, 3):
        raise ValueError(f"a grid of {grid.shape} for {kinds.shape} cells")
    return np.ascontiguousarray(grid)


def _check_target(frame: Image, target: Target) -> None:
    if target.out.shape != frame.shape or not target.out.flags.writeable:
        raise ValueError(f"a writable image of {frame.shape} is needed, got {target.out.shape}")
