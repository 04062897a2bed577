"""The coarse grid that edge work is done on: a frame shrunk by a power of two, and blocks of its cells.

Full-size temporaries are what costs on a CPU (a 720p float plane is 3.7 MB, which the system hands out
page by page), so whatever needs full resolution is done in blocks, and only where an edge is.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image

Field = TypeVar("Field", NDArray[np.float32], NDArray[np.uint8])

LONG_SIDE_CELLS = 240
BLOCK_ROWS_PX = 64  # of a frame 1280 px wide: float planes of it fit into the second-level cache
GAP_CELLS = 3  # blocks nearer than this become one


@dataclass(frozen=True)
class Block:
    """A rectangle of grid cells, ends exclusive, and the pixels of the frame that it covers."""

    top: int
    bottom: int
    left: int
    right: int
    rows: slice
    columns: slice


def step_of(size: tuple[int, int]) -> int:
    """Pixels a cell and side, a power of two, for a frame of (height, width)."""
    step = 1
    while max(size) > LONG_SIDE_CELLS * step:
        step *= 2
    return step


def to_grid(frame: Image, step: int) -> Image:
    """Averages step x step pixels into a cell; a rest of fewer than step pixels at the end is left out.

    Args:
        frame: HxW or HxWxC uint8.
        step: a power of two.
    """
    height, width = (max(1, side // step) * min(step, side) for side in frame.shape[:2])
    small = frame[:height, :width]
    while step > 1:
        rows, columns = (max(1, side // 2) for side in small.shape[:2])
        small = np.asarray(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
        step //= 2
    return small


def blocks_of(cells: NDArray[np.bool_], size: tuple[int, int], step: int) -> Iterator[Block]:
    """Blocks that cover every true cell of a grid; the last ones reach to the frame's end.

    Args:
        cells: hxw bool.
        size: (height, width) of the frame, px.
        step: px a cell.
    """
    rows, columns = cells.shape
    high = max(1, BLOCK_ROWS_PX // step)
    for band, left, right in _runs(cells, high):
        top, bottom = band * high, min(rows, band * high + high)
        yield Block(
            top, bottom, left, right,
            slice(top * step, size[0] if bottom == rows else bottom * step),
            slice(left * step, size[1] if right == columns else right * step),
        )  # fmt: skip


def _runs(cells: NDArray[np.bool_], high: int) -> list[tuple[int, int, int]]:
    """(band of so many rows, left, right): ranges of columns with true cells, joined over small gaps."""
    rows, columns = cells.shape
    bands = -(-rows // high)
    flags = np.zeros((bands * high, columns + 2), np.bool_)
    flags[:rows, 1:-1] = cells
    flags = np.asarray(flags.reshape(bands, high, columns + 2).any(axis=1), np.bool_)
    # In every band the changes take turns: a run begins, a run ends.
    changes = np.flatnonzero(flags[:, 1:] != flags[:, :-1])
    found: list[tuple[int, int, int]] = []
    for start, end in zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True):
        band, left = divmod(start, columns + 1)
        right = end - band * (columns + 1)
        if found and found[-1][0] == band and left - found[-1][2] < GAP_CELLS:
            left = found.pop()[1]
        found.append((band, left, right))
    return found


def padded(field: Field) -> Field:
    """The grid field with its border cells repeated once around, as enlarge_block wants it."""
    return cast(Field, cv2.copyMakeBorder(field, 1, 1, 1, 1, cv2.BORDER_REPLICATE))


def enlarge_block(field: Field, block: Block, step: int) -> Field:
    """The block's pixels of a padded grid field, as linear interpolation of the whole would give them.

    Args:
        field: (h+2)x(w+2) or (h+2)x(w+2)xC float32 or uint8, from padded.
        block: from blocks_of.
        step: px a cell.
    """
    part = field[block.top : block.bottom + 2, block.left : block.right + 2]
    rows, columns = part.shape[:2]
    large = cv2.resize(part, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
    height = block.rows.stop - block.rows.start
    width = block.columns.stop - block.columns.start
    return cast(Field, large[step : step + height, step : step + width])
