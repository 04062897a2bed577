"""The alpha along the frame's edges, and at frame size (src/guide-inl.h, src/enlarge-inl.h)."""
from __future__ import annotations

import numpy as np

from sinet_core.arrays import Alpha, Alpha8, check_alpha, check_image, check_same_size
from sinet_core.kernels.interface import Field, Guided, Sizes
from sinet_core.kernels.native.fallback import reference
from sinet_core.kernels.native.library import Variant, address_of
from sinet_core.kernels.native.structs import Enlargement, Guidance
from sinet_core.kernels.parameters import GUIDE, box_size, numbers_of

MAX_LANES = 8  # bytes read beyond the last cell
MAX_FINE_STEP = 32


def guide(kernels: Variant, alpha: Alpha, sizes: Sizes, *, before: Field | None, weight: Field | None) -> Guided:
    """See sinet_core.kernels.interface.FrameKernels."""
    if min(sizes.fine.shape[:2]) < sizes.cell:
        return reference().guide(alpha, sizes, before=before, weight=weight)
    _check_guided(alpha, sizes, before, weight)
    (height, width), (rows, columns) = sizes.fine.shape[:2], alpha.shape
    spare = 1 + -(-MAX_LANES // columns)
    plane, (sure, near) = np.empty((height, width), np.float32), np.empty((2, rows + spare, columns), np.uint8)
    alpha, fine, grid = np.ascontiguousarray(alpha), np.ascontiguousarray(sizes.fine), np.ascontiguousarray(sizes.grid)
    if before is not None and weight is not None:
        before, weight = np.ascontiguousarray(before), np.ascontiguousarray(weight)
    task = Guidance(
        alpha=address_of(alpha, np.float32), before=address_of(before, np.float32),
        weight=address_of(weight, np.float32), fine=address_of(fine, np.uint8), grid=address_of(grid, np.uint8),
        plane=address_of(plane, np.float32), sure=address_of(sure, np.uint8), near=address_of(near, np.uint8),
        height=height, width=width, rows=rows, columns=columns, cell=sizes.cell,
        box=box_size(sizes.size, sizes.step), **numbers_of(GUIDE),
    )  # fmt: skip
    kernels.call("guide", task)
    return Guided(plane, sure[:rows], near[:rows])


def enlarge(kernels: Variant, along: Guided, sizes: Sizes, levels: tuple[float, float]) -> Alpha8:
    """See sinet_core.kernels.interface.FrameKernels."""
    if min(sizes.fine.shape[:2]) < sizes.cell:
        return reference().enlarge(along, sizes, levels)
    _check_enlarged(along, sizes, levels)
    plane = np.ascontiguousarray(along.plane)
    sure, near = np.ascontiguousarray(along.sure), np.ascontiguousarray(along.near)
    out = np.empty(sizes.size, np.uint8)
    task = Enlargement(
        plane=address_of(plane, np.float32), sure=address_of(sure, np.uint8), near=address_of(near, np.uint8),
        out=address_of(out, np.uint8), height=sizes.size[0], width=sizes.size[1],
        fine_height=plane.shape[0], fine_width=plane.shape[1], rows=sure.shape[0], columns=sure.shape[1],
        step=sizes.step, fine_step=sizes.fine_step, low=levels[0], high=levels[1],
    )  # fmt: skip
    kernels.call("enlarge", task)
    return out


def _check_guided(alpha: Alpha, sizes: Sizes, before: Field | None, weight: Field | None) -> None:
    check_alpha(alpha)
    check_image(sizes.fine, "fine picture")
    check_image(sizes.grid, "grid")
    check_same_size(alpha, sizes.grid, "alpha and grid")
    if (before is None) != (weight is None):
        raise ValueError("before and weight must be given together")
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
        raise ValueError(f"levels must be (low, high), got {levels}")


def _check_cells(size: tuple[int, ...], cells: tuple[int, ...], cell: int) -> None:
    if cells != (size[0] // cell, size[1] // cell):
        raise ValueError(f"{size[:2]} px with {cell} per cell do not make {cells} cells")
