"""Edge-aware upsampling: the alpha snaps to the edges that the frame shows, and stays soft.

In every small window the alpha is taken as a linear function of the colour (guided_filter.py). The
functions are found on a coarse grid (He, Sun, Fast Guided Filter, 2015) and applied to the frame at half
its size or so, where a sensor's noise is less than half, but only where the alpha is not sure.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image
from sinet_core.grid import Block, blocks_of, enlarge_block, padded, to_grid
from sinet_core.guided_filter import box_size, coefficients, dot

Field = NDArray[np.float32]

SURE = 0.05  # alpha this near to 0 or 1 in a whole neighbourhood is not touched
FINE_CELL = 4  # px of the fine picture a grid cell
STRETCH = (0.18, 0.8)  # a network's doubt is wider than the edge; the filter blurs what it gets
BEYOND = 0.25  # how far outside 0..1 a guided value may lie: linear functions overshoot
TREMBLE, TURN = 0.2, 0.6  # a change of alpha up to the first is noise, from the second on it is meant


@dataclass(frozen=True, eq=False)
class Sizes:
    """A frame at the two sizes that edge work is done at.

    Attributes:
        size: (height, width) of the frame, px.
        step: px of the frame a grid cell, a power of two.
        fine: the frame with four pixels a cell and side (640x360 for 720p), or as it is; uint8 BGR.
        grid: the frame shrunk by step, uint8 BGR.
    """

    size: tuple[int, int]
    step: int
    fine: Image
    grid: Image

    @property
    def fine_step(self) -> int:
        """Px of the frame a pixel of fine."""
        return max(1, self.step // FINE_CELL)

    @property
    def cell(self) -> int:
        """Px of fine a grid cell."""
        return min(self.step, FINE_CELL)


def sizes_of(frame: Image, step: int) -> Sizes:
    """frame: HxWx3 uint8 BGR; step: from sinet_core.grid."""
    fine = to_grid(frame, max(1, step // FINE_CELL))
    return Sizes((frame.shape[0], frame.shape[1]), step, fine, to_grid(fine, min(step, FINE_CELL)))


@dataclass(frozen=True, eq=False)
class Guided:
    """An alpha along the frame's edges.

    Attributes:
        plane: at the size of Sizes.fine, float32: exactly 0 or 1 where the alpha is sure, at edges up to 0.25 beyond.
        sure: 0 or 1 for every grid cell, float32.
        blocks: of plane, where it may differ from sure.
    """

    plane: Field
    sure: Field
    blocks: list[Block]


def guide(alpha: Alpha, sizes: Sizes, before: Field | None, share: Field | None) -> Guided:
    """Brings an alpha to half the frame's size along the frame's edges, and holds what does not move.

    Args:
        alpha: hxw float32 0..1, on the grid.
        before: the plane of the frame before, None at the start.
        share: of the new values that is taken where they differ little, 0..1 a grid cell; None: all.
    """
    coarse = stretched(alpha)
    unsure = unsureness(coarse)
    slope, offset = _faded(coarse, sizes, unsure)
    sure = (coarse > 0.5).astype(np.float32)
    near = np.asarray(cv2.dilate((unsure > 0).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    plane = _enlarge_sure(sure, sizes.fine.shape[:2], sizes.cell)
    if before is None or share is None or before.shape != plane.shape:
        before = share = None
    fields = [padded(field) for field in (slope, offset, share) if field is not None]
    calm = np.asarray(cv2.GaussianBlur(sizes.fine, (3, 3), 0), np.uint8)
    blocks = blocks_of(near, plane.shape, sizes.cell)
    for block in blocks:
        parts = [enlarge_block(field, block, sizes.cell) for field in fields]
        value = dot(parts[0], calm[block.rows, block.columns].astype(np.float32))
        value += parts[1]
        if before is not None:
            value = held(value, before[block.rows, block.columns], parts[2])
        np.clip(value, -BEYOND, 1 + BEYOND, out=plane[block.rows, block.columns])
    return Guided(plane, sure, blocks)


def _faded(coarse: Alpha, sizes: Sizes, unsure: Field) -> tuple[Field, Field]:
    """Slope and offset of the grid, faded to the alpha itself where it is sure; worked out only around what is not."""
    slope, offset = np.zeros((*coarse.shape, 3), np.float32), coarse.copy()
    left, top, width, height = cv2.boundingRect((unsure > 0).astype(np.uint8))
    if width:
        box = box_size(sizes.size, sizes.step)  # two box filters, one after the other, look so far
        part = np.s_[max(0, top - box) : top + height + box, max(0, left - box) : left + width + box]
        steep, shift = coefficients(coarse[part], sizes.grid[part].astype(np.float32), box)
        slope[part] = steep * unsure[part][..., None]
        offset[part] += unsure[part] * (shift - coarse[part])
    return slope, offset


def held(value: Field, before: Field, share: Field) -> Field:
    """The old value and a share of what is new: more of it, the more it differs."""
    change = cv2.subtract(value, before)
    size, scale = cv2.absdiff(value, before), 1 / (TURN - TREMBLE)
    meant = cv2.min(cv2.addWeighted(size, scale, size, 0, -TREMBLE * scale), 1.0)  # type: ignore[call-overload]
    return np.asarray(cv2.add(before, cv2.multiply(change, cv2.max(share, meant))), np.float32)


def enlarge(guided: Guided, sizes: Sizes, levels: tuple[float, float]) -> Alpha:
    """To frame size.

    Args:
        levels: (low, high): stretched so that low becomes 0 and high 1.

    Returns:
        HxW float32 0..1, exactly 0 and exactly 1 where the alpha is sure.
    """
    out = _enlarge_sure(guided.sure, sizes.size, sizes.step)
    scale = 1 / (levels[1] - levels[0])
    field = padded(guided.plane)
    for block in guided.blocks:
        pixels = _at_frame(block, sizes)
        value = enlarge_block(field, pixels, sizes.fine_step)
        value = np.asarray(cv2.addWeighted(value, scale, value, 0, -levels[0] * scale))
        np.clip(value, 0, 1, out=out[pixels.rows, pixels.columns])
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
    rows, columns = (
        slice(part.start * sizes.fine_step, whole if part.stop == fine else part.stop * sizes.fine_step)
        for part, whole, fine in zip((block.rows, block.columns), sizes.size, sizes.fine.shape[:2], strict=True)
    )
    return Block(block.rows.start, block.rows.stop, block.columns.start, block.columns.stop, rows, columns)


def _enlarge_sure(sure: Field, size: tuple[int, ...], step: int) -> Alpha:
    """Every cell as a square of pixels; a rest at the end repeats the last cells."""
    out = np.empty((size[0], size[1]), np.float32)
    lines = np.repeat(sure, step, axis=1)[:, : size[1]]
    lines = np.pad(lines, ((0, 0), (0, size[1] - lines.shape[1])), mode="edge")
    whole = min(sure.shape[0], size[0] // step)
    out[: whole * step].reshape(whole, step, size[1])[:] = lines[:whole, None]
    out[whole * step :] = lines[-1]
    return out
