"""Edge colours: what the person's colour is where the old room shines through.

A half-covered pixel shows person and room mixed; put over another background as it is, it keeps a
fringe of the old room: bright round a head that sat before a window, dark the other way round.
"""
from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import AnyAlpha, Image, Share, alpha_bytes
from sinet_core.canvases import Canvases
from sinet_core.grid import Block, areas_of, enlarge_block, sampled, step_of
from sinet_core.native.compiled import kernels
from sinet_core.native.composition import Colors, Planned, composed, planned

Field = NDArray[np.float32]

WIDE_SHARE, NARROW_SHARE = 0.04, 0.012  # of the frame's diagonal: the windows of the two passes
WIDE_WEIGHT, LEAST_WEIGHT = 0.02, 1e-5  # of the wide pass beside the narrow one, and of the cell itself
PURE = (np.arange(256, dtype=np.float32) / 255) ** 6  # nearly pure pixels speak for the person, mixed ones hardly
COLORS = Colors(np.asarray(PURE, np.float32), WIDE_WEIGHT, LEAST_WEIGHT)


class Edge(NamedTuple):
    """A block with mixed pixels, and what depends on the alpha and on the colours around, hxwx3.

    Attributes:
        around: what the person's colour there is made of beside the pixel itself, float32 0..255 * 255.
        part: alpha x 255 for each colour, uint8.
        weight: the same, float32.
        rest: 255 - part, uint8.
    """

    block: Block
    around: Field
    part: Image
    weight: Field
    rest: Image

    def color(self, frame: Image) -> Field:
        """The person's own colours x 255, hxwx3 float32 0..255 * 255; frame: HxWx3 uint8 BGR."""
        color = self.around.copy()
        cv2.accumulateProduct(frame[self.block.rows, self.block.columns], self.part, color)
        return np.asarray(cv2.threshold(color, 0, 0, cv2.THRESH_TOZERO, color)[1], np.float32)

    def put(self, frame: Image, background: Image, out: Image) -> None:
        """Writes the block of the composite into out, HxWx3 uint8."""
        color = self.color(frame)
        cv2.multiply(color, self.weight, color, scale=1 / 255)
        cv2.accumulateProduct(background[self.block.rows, self.block.columns], self.rest, color)
        cv2.convertScaleAbs(color, out[self.block.rows, self.block.columns], alpha=1 / 255)


def find_edges(
    frame: Image, share: Share, blocks: list[Block], grid: Image | None = None
) -> Iterator[Edge]:
    """Blocks, and the colours of person and room around them.

    Blurred foreground estimation (after Forte, Approximate Fast Foreground Colour Estimation, ICIP
    2021): mean colours P of the person and R of the room from around, found on the grid. The frame I should
    show their mixture; what it is beyond that belongs to the person: F = P + alpha (I - alpha P - (1 - alpha) R).
    The same with fewer products: F = alpha I + (1 - alpha) (P + alpha (P - R)).

    Args:
        frame: HxWx3 uint8 BGR.
        share: HxW uint8, alpha x 255.
        blocks: of sinet_core.grid.areas_of.
        grid: the frame on the grid, of sinet_core.upsampling.sizes_of; None: of each cell some pixels are looked at.
    """
    if not blocks:
        return
    step = step_of(share.shape)
    person, contrast = _fields(frame, share, blocks, step, grid)
    for block in blocks:
        part = np.asarray(cv2.cvtColor(share[block.rows, block.columns], cv2.COLOR_GRAY2BGR), np.uint8)
        weight, rest = part.astype(np.float32), np.asarray(cv2.bitwise_not(part), np.uint8)
        around = enlarge_block(person, block, step)
        cv2.accumulateProduct(enlarge_block(contrast, block, step), weight, around)
        cv2.multiply(around, rest.astype(np.float32), around)
        yield Edge(block, around, part, weight, rest)


def composed_natively(
    frame: Image,
    share: Share,
    background: Image | None,
    canvases: Canvases | None = None,
    grid: Image | None = None,
) -> Image | None:
    """What composite, or without a background clean_foreground returns, by a compiled kernel; None: there is none."""
    step, found = step_of(share.shape), kernels()
    if found is None or step > min(share.shape):
        return None
    canvas = canvases.take(frame.shape) if canvases else None
    return composed(found, frame, share, background, step, windows_of(share.shape, step), COLORS, canvas, grid)


def planned_natively(frame: Image, share: Share, grid: Image | None = None) -> Planned | None:
    """What composites of a share have in common, by a compiled kernel; None: there is none."""
    step, found = step_of(share.shape), kernels()
    if found is None or step > min(share.shape):
        return None
    return planned(found, frame, share, step, windows_of(share.shape, step), COLORS, grid)


def clean_foreground(frame: Image, alpha: AnyAlpha) -> Image:
    """The frame with the room's colour taken out of half-covered pixels.

    Args:
        frame: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1 or uint8 0..255.

    Returns:
        HxWx3 uint8 BGR; the frame's own pixels where alpha is 0 or 1 (rounded to 255ths).
    """
    share = alpha_bytes(alpha)
    made = composed_natively(frame, share, None)
    if made is not None:
        return made
    out = frame.copy()
    for edge in find_edges(frame, share, areas_of(share)[1]):
        here = edge.block.rows, edge.block.columns
        mixed = cv2.inRange(share[here], np.array(1), np.array(254))
        cv2.copyTo(cv2.convertScaleAbs(edge.color(frame), alpha=1 / 255), mixed, out[here])
    return out


def windows_of(size: tuple[int, ...], step: int) -> tuple[int, int]:
    """Sides of the narrow and the wide window in grid cells, odd, for a frame of (height, width)."""
    diagonal = math.hypot(size[0], size[1]) / step
    return 2 * round(NARROW_SHARE * diagonal / 2) + 1, 2 * round(WIDE_SHARE * diagonal / 2) + 1


def local_colors(
    grid: Image, share: NDArray[np.uint8], step: int, windows: tuple[int, int]
) -> tuple[Field, Field]:
    """Colour of the person and of the room around every grid cell, hxwx3 float32 0..255 each. grid: hxwx3 uint8."""
    picture = np.asarray(cv2.cvtColor(grid.astype(np.float32), cv2.COLOR_BGR2BGRA), np.float32)
    covered = sampled(share, step)
    weights = (np.asarray(cv2.LUT(part, PURE), np.float32) for part in (covered, cv2.bitwise_not(covered)))
    person, room = (_around(picture, weight, windows) for weight in weights)
    return person, room


def _around(picture: Field, weight: Field, windows: tuple[int, int]) -> Field:
    """Mean colour by weight: near, and where nothing is near, of wider surroundings. picture: BGR1."""
    total = cv2.merge([weight] * 4)
    cv2.multiply(picture, total, total)
    sums, wide = (cv2.blur(total, (side, side)) for side in windows)
    # In place: fresh arrays of this size cost as much as the sums.
    cv2.scaleAdd(wide, WIDE_WEIGHT, sums, sums)
    cv2.scaleAdd(picture, LEAST_WEIGHT, sums, sums)
    counts = cv2.cvtColor(cv2.extractChannel(sums, 3), cv2.COLOR_GRAY2BGR)
    colors = cv2.cvtColor(sums, cv2.COLOR_BGRA2BGR)
    return np.asarray(cv2.divide(colors, counts, colors), np.float32)


def _fields(
    frame: Image, share: Image, blocks: list[Block], step: int, grid: Image | None
) -> tuple[Field, Field]:
    """P and (P - R) / 255 on the grid, worked out only as far as the blocks see."""
    rows, columns = (max(1, side // step) for side in share.shape)
    windows = windows_of(share.shape, step)
    reach = windows[1] // 2 + 1
    top, bottom = max(0, blocks[0].top - reach), min(rows, blocks[-1].bottom + reach)
    left = max(0, min(block.left for block in blocks) - reach)
    right = min(columns, max(block.right for block in blocks) + reach)
    part = np.s_[top * step : bottom * step, left * step : right * step]
    known = sampled(frame[part], step) if grid is None else grid[top:bottom, left:right]
    person, room = local_colors(known, share[part], step, windows)
    whole = np.zeros((2, rows, columns, 3), np.float32)
    whole[0, top:bottom, left:right] = person
    whole[1, top:bottom, left:right] = (person - room) / 255
    return whole[0], whole[1]
