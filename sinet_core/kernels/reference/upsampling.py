"""Edge-aware upsampling: the alpha snaps to the frame's edges and stays soft."""
from __future__ import annotations

from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Alpha8, Image
from sinet_core.grid import Block, blocks_of, enlarge_block
from sinet_core.kernels.interface import Guided, Sizes
from sinet_core.kernels.parameters import GUIDE, box_size
from sinet_core.kernels.reference.guided_filter import coefficients, dot, times

Field = NDArray[np.float32]
Cells = TypeVar("Cells", NDArray[np.float32], NDArray[np.uint8])

GAUSSIAN = np.array((0.25, 0.5, 0.25), np.float32)


def guide(alpha: Alpha, sizes: Sizes, *, before: Field | None, weight: Field | None) -> Guided:
    """See sinet_core.kernels.interface.FrameKernels."""
    coarse = stretched(alpha)
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
        if before is not None and weight is not None:
            value = held(value, before[here], enlarge_block(weight, block, sizes.cell))
        cv2.copyTo(np.clip(value, -GUIDE.beyond, 1 + GUIDE.beyond), inside[here], plane[here])
    return Guided(plane, sure, near)


def calm(fine: Image, block: Block) -> Field:
    """The block's pixels, slightly blurred because the filter multiplies noise by its slope, hxwx3 float32."""
    rows, columns = block.rows, block.columns
    top, left = max(0, rows.start - 1), max(0, columns.start - 1)
    part = fine[top : rows.stop + 1, left : columns.stop + 1]
    blurred = np.asarray(cv2.sepFilter2D(part, cv2.CV_32F, GAUSSIAN, GAUSSIAN), np.float32)
    return blurred[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]


def _faded(coarse: Alpha, sizes: Sizes, unsure: Field) -> tuple[Field, Field]:
    """Slope and offset on the grid, faded to the alpha itself where it is certain; computed only around the rest."""
    slope, offset = np.zeros((*coarse.shape, 3), np.float32), coarse.copy()
    left, top, width, height = cv2.boundingRect((unsure > 0).astype(np.uint8))
    if width:
        box = box_size(sizes.size, sizes.step)  # the reach of two consecutive box filters
        part = np.s_[max(0, top - box) : top + height + box, max(0, left - box) : left + width + box]
        steep, shift = coefficients(coarse[part], sizes.grid[part].astype(np.float32), box)
        slope[part] = times(steep, unsure[part])
        offset[part] += unsure[part] * (shift - coarse[part])
    return slope, offset


def held(value: Field, before: Field, weight: Field) -> Field:
    """The old value plus a share of the change, which grows with the change."""
    change = cv2.subtract(value, before)
    size, scale = cv2.absdiff(value, before), 1 / (GUIDE.turn - GUIDE.tremble)
    meant = cv2.addWeighted(size, scale, size, 0, -GUIDE.tremble * scale)
    cv2.threshold(meant, 1, 0, cv2.THRESH_TRUNC, meant)
    return np.asarray(cv2.add(before, cv2.multiply(change, cv2.max(weight, meant))), np.float32)


def enlarge(along: Guided, sizes: Sizes, levels: tuple[float, float]) -> Alpha8:
    """See sinet_core.kernels.interface.FrameKernels."""
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


def stretched(alpha: Alpha) -> Alpha:
    """alpha with less doubt around its edge."""
    low, high = GUIDE.low, GUIDE.high
    return np.asarray(np.clip((alpha - low) / (high - low), 0, 1), np.float32)


def unsureness(alpha: Alpha) -> Field:
    """0 where the whole neighbourhood is surely person or surely room (no veil or holes there), rising to 1."""
    kernel = np.ones((3, 3), np.uint8)
    doubt = np.minimum(cv2.dilate(alpha, kernel), 1 - np.asarray(cv2.erode(alpha, kernel)))
    return np.asarray(cv2.blur(np.clip((doubt - GUIDE.within) / GUIDE.within, 0, 1), (3, 3)), np.float32)


def _at_frame(block: Block, sizes: Sizes) -> Block:
    """The block in pixels of the fine image, and the frame's pixels that it covers."""
    rows, columns, step = block.rows, block.columns, sizes.fine_step
    bottom = sizes.size[0] if rows.stop == sizes.fine.shape[0] else rows.stop * step
    right = sizes.size[1] if columns.stop == sizes.fine.shape[1] else columns.stop * step
    down, across = slice(rows.start * step, bottom), slice(columns.start * step, right)
    return Block(rows.start, rows.stop, columns.start, columns.stop, down, across)


def _enlarge_sure(sure: Cells, size: tuple[int, ...], step: int) -> Cells:
    """Every cell as a square of pixels; left-over pixels at the edge repeat the last cells."""
    out = np.empty((size[0], size[1]), sure.dtype)
    lines = np.repeat(sure, step, axis=1)[:, : size[1]]
    if lines.shape[1] < size[1]:
        lines = np.pad(lines, ((0, 0), (0, size[1] - lines.shape[1])), mode="edge")
    whole = min(sure.shape[0], size[0] // step)
    out[: whole * step].reshape(whole, step, size[1])[:] = lines[:whole, None]
    out[whole * step :] = lines[-1]
    return cast(Cells, out)
