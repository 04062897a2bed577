"""Edge-aware upsampling: the alpha snaps to the edges that the frame shows, and stays soft.

In every small window the alpha is taken as a linear function of the colour (guided_filter.py). The
functions are found on a coarse grid (He, Sun, Fast Guided Filter, 2015) and applied to the frame at half
its size or so, where a sensor's noise is less than half, but only where the alpha is not sure.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, check_image
from sinet_core.grid import Block, blocks_of, enlarge_block, step_of, to_grid
from sinet_core.guided_filter import EPSILON, box_size, coefficients, dot, times
from sinet_core.native.compiled import kernels
from sinet_core.native.guidance import Levels, enlarged, guided
from sinet_core.native.shrinking import shrunk

Field = NDArray[np.float32]
Cells = TypeVar("Cells", NDArray[np.float32], NDArray[np.uint8])

SURE = 0.05  # alpha this near to 0 or 1 in a whole neighbourhood is not touched
FINE_CELL = 4  # px of the fine picture a grid cell
STRETCH = (0.16, 0.82)  # a network's doubt is wider than the edge; the filter blurs what it gets
BEYOND = 0.25  # how far outside 0..1 a guided value may lie: linear functions overshoot
GAUSSIAN = np.array((0.25, 0.5, 0.25), np.float32)
TREMBLE, TURN = 0.2, 0.6  # a change of alpha up to the first is noise, from the second on it is meant
LEVELS = Levels(*STRETCH, SURE, EPSILON, BEYOND, TREMBLE, TURN)


@dataclass(frozen=True, eq=False)
class Sizes:
    """A frame at the two sizes that edge work is done at.

    Attributes:
        size: (height, width) of the frame, px.
        step: px of the frame a grid cell, a power of two.
        fine: the frame with four pixels a cell and side (640x360 for 720p), or as it is; uint8 BGR.
        grid: the frame shrunk by step, uint8 BGR.
        half: on the way from fine to grid: fine shrunk by two, uint8 BGR; None: there is none.
    """

    size: tuple[int, int]
    step: int
    fine: Image
    grid: Image
    half: Image | None = None

    @property
    def fine_step(self) -> int:
        """Px of the frame a pixel of fine."""
        return max(1, self.step // FINE_CELL)

    @property
    def cell(self) -> int:
        """Px of fine a grid cell."""
        return min(self.step, FINE_CELL)


def sizes_of(frame: Image) -> Sizes:
    """frame: HxWx3 uint8 BGR. Raises ValueError when it is no such array."""
    check_image(frame, "frame")
    size = frame.shape[0], frame.shape[1]
    step, found = step_of(size), kernels()
    fine_step, cell = max(1, step // FINE_CELL), min(step, FINE_CELL)
    if found is not None and 1 < step <= min(size):
        fine, half, grid = shrunk(found, frame, fine_step, cell)
        return Sizes(size, step, fine, grid, half)
    fine = to_grid(frame, fine_step)
    if cell == 1 or min(fine.shape[:2]) < cell:
        return Sizes(size, step, fine, to_grid(fine, cell))
    half = to_grid(fine, 2)
    return Sizes(size, step, fine, to_grid(half, cell // 2), half)


def enough_for(network: tuple[int, int], sizes: Sizes, frame: Image) -> Image:
    """What a network of input size (height, width) needs of a frame: a smaller picture, if it comes to the same.

    Shrinking for a network begins with the very same halving, unless pixels are left over at the frame's end.
    """
    for picture, step in ((sizes.half, 2 * sizes.fine_step), (sizes.fine, sizes.fine_step)):
        whole = all(side % step == 0 for side in sizes.size)
        if picture is not None and whole and picture.shape[0] >= network[0] and picture.shape[1] >= network[1]:
            return picture
    return frame


@dataclass(frozen=True, eq=False)
class Guided:
    """An alpha along the frame's edges.

    Attributes:
        plane: at the size of Sizes.fine, float32: exactly 0 or 1 where the alpha is sure, at edges up to 0.25 beyond.
        sure: 0 or 255 for every grid cell, uint8.
        near: not 0 for every grid cell in which plane may differ from sure, uint8.
    """

    plane: Field
    sure: NDArray[np.uint8]
    near: NDArray[np.uint8]


def guide(alpha: Alpha, sizes: Sizes, before: Field | None, share: Field | None) -> Guided:
    """Brings an alpha to half the frame's size along the frame's edges, and holds what does not move.

    Args:
        alpha: hxw float32 0..1, on the grid.
        before: the plane of the frame before, None at the start.
        share: of the new values that is taken where they differ little, 0..1 a grid cell; None: all.
    """
    found = kernels()
    if before is None or share is None or before.shape != sizes.fine.shape[:2]:
        before = share = None
    if found is not None and min(sizes.fine.shape[:2]) >= sizes.cell:
        box = box_size(sizes.size, sizes.step)
        return Guided(*guided(found, alpha, sizes.fine, sizes.grid, before, share, sizes.cell, box, LEVELS))
    return _guided(stretched(alpha), sizes, before, share)


def _guided(coarse: Alpha, sizes: Sizes, before: Field | None, share: Field | None) -> Guided:
    """As guide, of a stretched alpha, with what OpenCV has."""
    unsure = unsureness(coarse)
    slope, offset = _faded(coarse, sizes, unsure)
    sure = (coarse > 0.5).view(np.uint8) * np.uint8(255)
    near = (np.asarray(cv2.dilate(unsure, np.ones((3, 3), np.uint8))) > 0).view(np.uint8)
    plane = _enlarge_sure((sure > 0).astype(np.float32), sizes.fine.shape[:2], sizes.cell)
    inside = _enlarge_sure(near, plane.shape, sizes.cell)
    for block in blocks_of(near > 0, plane.shape, sizes.cell):
        here = block.rows, block.columns
        value = dot(enlarge_block(slope, block, sizes.cell), calm(sizes.fine, block))
        value += enlarge_block(offset, block, sizes.cell)
        if before is not None and share is not None:
            value = held(value, before[here], enlarge_block(share, block, sizes.cell))
        cv2.copyTo(np.clip(value, -BEYOND, 1 + BEYOND), inside[here], plane[here])
    return Guided(plane, sure, near)


def calm(fine: Image, block: Block) -> Field:
    """The block's pixels, a little blurred, hxwx3 float32: the filter multiplies noise by its slope."""
    rows, columns = block.rows, block.columns
    top, left = max(0, rows.start - 1), max(0, columns.start - 1)
    part = fine[top : rows.stop + 1, left : columns.stop + 1]
    blurred = np.asarray(cv2.sepFilter2D(part, cv2.CV_32F, GAUSSIAN, GAUSSIAN), np.float32)
    return blurred[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]


def _faded(coarse: Alpha, sizes: Sizes, unsure: Field) -> tuple[Field, Field]:
    """Slope and offset of the grid, faded to the alpha itself where it is sure; worked out only around what is not."""
    slope, offset = np.zeros((*coarse.shape, 3), np.float32), coarse.copy()
    left, top, width, height = cv2.boundingRect((unsure > 0).astype(np.uint8))
    if width:
        box = box_size(sizes.size, sizes.step)  # two box filters, one after the other, look so far
        part = np.s_[max(0, top - box) : top + height + box, max(0, left - box) : left + width + box]
        steep, shift = coefficients(coarse[part], sizes.grid[part].astype(np.float32), box)
        slope[part] = times(steep, unsure[part])
        offset[part] += unsure[part] * (shift - coarse[part])
    return slope, offset


def held(value: Field, before: Field, share: Field) -> Field:
    """The old value and a share of what is new: more of it, the more it differs."""
    change = cv2.subtract(value, before)
    size, scale = cv2.absdiff(value, before), 1 / (TURN - TREMBLE)
    meant = cv2.addWeighted(size, scale, size, 0, -TREMBLE * scale)
    cv2.threshold(meant, 1, 0, cv2.THRESH_TRUNC, meant)
    return np.asarray(cv2.add(before, cv2.multiply(change, cv2.max(share, meant))), np.float32)


def enlarge(along: Guided, sizes: Sizes, levels: tuple[float, float]) -> NDArray[np.uint8]:
    """To frame size.

    Args:
        levels: (low, high): stretched so that low becomes 0 and high 255.

    Returns:
        HxW uint8, alpha x 255, exactly 0 and exactly 255 where the alpha is sure.
    """
    found = kernels()
    if found is not None and min(sizes.fine.shape[:2]) >= sizes.cell:
        return enlarged(found, along.plane, along.sure, along.near, sizes.size, sizes.step, sizes.cell, levels)
    out = _enlarge_sure(along.sure, sizes.size, sizes.step)
    inside = _enlarge_sure(along.near, sizes.size, sizes.step)
    scale = 255 / (levels[1] - levels[0])
    for block in blocks_of(along.near > 0, along.plane.shape, sizes.cell):
        pixels = _at_frame(block, sizes)
        here = pixels.rows, pixels.columns
        value = enlarge_block(along.plane, pixels, sizes.fine_step)
        part = cv2.addWeighted(value, scale, value, 0, -levels[0] * scale, dtype=cv2.CV_8U)
        cv2.copyTo(part, inside[here], out[here])
    return out


def at_grid(alpha: Alpha, size: tuple[int, ...]) -> Alpha:
    """A network's alpha (hxw float32) at the grid's size (height, width)."""
    return np.asarray(cv2.resize(alpha, (size[1], size[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def stretched(alpha: Alpha) -> Alpha:
    """alpha with less doubt around its edge."""
    low, high = STRETCH
    return np.asarray(np.clip((alpha - low) / (high - low), 0, 1), np.float32)


def unsureness(alpha: Alpha) -> Field:
    """0 where the whole neighbourhood is surely person or surely room: no veil, no holes there. Else to 1."""
    kernel = np.ones((3, 3), np.uint8)
    doubt = np.minimum(cv2.dilate(alpha, kernel), 1 - np.asarray(cv2.erode(alpha, kernel)))
    return np.asarray(cv2.blur(np.clip((doubt - SURE) / SURE, 0, 1), (3, 3)), np.float32)


def _at_frame(block: Block, sizes: Sizes) -> Block:
    """The block in pixels of the fine picture, and the frame's pixels that it covers."""
    rows, columns, step = block.rows, block.columns, sizes.fine_step
    bottom = sizes.size[0] if rows.stop == sizes.fine.shape[0] else rows.stop * step
    right = sizes.size[1] if columns.stop == sizes.fine.shape[1] else columns.stop * step
    down, across = slice(rows.start * step, bottom), slice(columns.start * step, right)
    return Block(rows.start, rows.stop, columns.start, columns.stop, down, across)


def _enlarge_sure(sure: Cells, size: tuple[int, ...], step: int) -> Cells:
    """Every cell as a square of pixels; a rest at the end repeats the last cells."""
    out = np.empty((size[0], size[1]), sure.dtype)
    lines = np.repeat(sure, step, axis=1)[:, : size[1]]
    if lines.shape[1] < size[1]:
        lines = np.pad(lines, ((0, 0), (0, size[1] - lines.shape[1])), mode="edge")
    whole = min(sure.shape[0], size[0] // step)
    out[: whole * step].reshape(whole, step, size[1])[:] = lines[:whole, None]
    out[whole * step :] = lines[-1]
    return cast(Cells, out)
