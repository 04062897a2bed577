"""Edge colours: the person's colour where the old room shows through."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha8, Image
from sinet_core.grid import Block, enlarge_block, sampled, step_of
from sinet_core.kernels.parameters import EDGE_COLORS, windows_of

Field = NDArray[np.float32]


class Edge(NamedTuple):
    """A block with mixed pixels, and what depends on the alpha and the surrounding colours, hxwx3.

    Attributes:
        around: the part of the person's colour that does not come from the pixel itself, float32 0..255 * 255.
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
    frame: Image, alpha8: Alpha8, blocks: list[Block], grid: Image | None = None
) -> Iterator[Edge]:
    """The blocks with mixed pixels, and the colours of person and room around them.

    Blurred foreground estimation (after Forte, Approximate Fast Foreground Colour Estimation, ICIP
    2021): mean colours P of the person and R of the room are taken from the surroundings, on the grid. The frame I
    should show their mixture; any difference belongs to the person: F = P + alpha (I - alpha P - (1 - alpha) R).
    The same with fewer products: F = alpha I + (1 - alpha) (P + alpha (P - R)).

    Args:
        frame: HxWx3 uint8 BGR.
        alpha8: HxW uint8, alpha x 255.
        blocks: of sinet_core.grid.areas_of.
        grid: the frame on the grid, from sinet_core.pyramid.sizes_of; None to sample some pixels of each cell.
    """
    if not blocks:
        return
    step = step_of(alpha8.shape)
    person, contrast = _fields(frame, alpha8, blocks, step, grid)
    for block in blocks:
        part = np.asarray(cv2.cvtColor(alpha8[block.rows, block.columns], cv2.COLOR_GRAY2BGR), np.uint8)
        weight, rest = part.astype(np.float32), np.asarray(cv2.bitwise_not(part), np.uint8)
        around = enlarge_block(person, block, step)
        cv2.accumulateProduct(enlarge_block(contrast, block, step), weight, around)
        cv2.multiply(around, rest.astype(np.float32), around)
        yield Edge(block, around, part, weight, rest)


def local_colors(
    grid: Image, alpha8: Alpha8, step: int, windows: tuple[int, int]
) -> tuple[Field, Field]:
    """Colour of the person and of the room around every grid cell, hxwx3 float32 0..255 each. grid: hxwx3 uint8."""
    picture = np.asarray(cv2.cvtColor(grid.astype(np.float32), cv2.COLOR_BGR2BGRA), np.float32)
    covered = sampled(alpha8, step)
    weights = (np.asarray(cv2.LUT(part, EDGE_COLORS.pure), np.float32) for part in (covered, cv2.bitwise_not(covered)))
    person, room = (_around(picture, weight, windows) for weight in weights)
    return person, room


def _around(picture: Field, weight: Field, windows: tuple[int, int]) -> Field:
    """Weighted mean colour of the near surroundings, or of wider ones if nothing is near. picture: BGR1."""
    total = cv2.merge([weight] * 4)
    cv2.multiply(picture, total, total)
    sums, wide = (cv2.blur(total, (side, side)) for side in windows)
    # In place, since new arrays of this size cost as much as the sums.
    cv2.scaleAdd(wide, EDGE_COLORS.wide_weight, sums, sums)
    cv2.scaleAdd(picture, EDGE_COLORS.least_weight, sums, sums)
    counts = cv2.cvtColor(cv2.extractChannel(sums, 3), cv2.COLOR_GRAY2BGR)
    colors = cv2.cvtColor(sums, cv2.COLOR_BGRA2BGR)
    return np.asarray(cv2.divide(colors, counts, colors), np.float32)


def _fields(
    frame: Image, alpha8: Alpha8, blocks: list[Block], step: int, grid: Image | None
) -> tuple[Field, Field]:
    """P and (P - R) / 255 on the grid, computed only where the blocks need them."""
    rows, columns = (max(1, side // step) for side in alpha8.shape)
    windows = windows_of(alpha8.shape, step)
    reach = windows[1] // 2 + 1
    top, bottom = max(0, blocks[0].top - reach), min(rows, blocks[-1].bottom + reach)
    left = max(0, min(block.left for block in blocks) - reach)
    right = min(columns, max(block.right for block in blocks) + reach)
    part = np.s_[top * step : bottom * step, left * step : right * step]
    known = sampled(frame[part], step) if grid is None else grid[top:bottom, left:right]
    person, room = local_colors(known, alpha8[part], step, windows)
    whole = np.zeros((2, rows, columns, 3), np.float32)
    whole[0, top:bottom, left:right] = person
    whole[1, top:bottom, left:right] = (person - room) / 255
    return whole[0], whole[1]
