"""The coarse grid for edge work: a frame shrunk by a power of two, and blocks of its cells.

Full-size temporaries are what is expensive on a CPU (a 720p float plane is 3.7 MB, which the system
hands out page by page), so full-resolution work is done in blocks, and only where there is an edge.
"""
from __future__ import annotations

from typing import NamedTuple, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image

Field = TypeVar("Field", NDArray[np.float32], NDArray[np.uint8])

LONG_SIDE_CELLS = 240
BLOCK_ROWS_PX = 64  # of a frame 1280 px wide: float planes of it fit into the second-level cache
GAP_CELLS = 3  # blocks nearer than this become one


class Block(NamedTuple):
    """A rectangle of grid cells, ends exclusive, and the pixels of the frame that it covers."""

    top: int
    bottom: int
    left: int
    right: int
    rows: slice
    columns: slice


def step_of(size: tuple[int, int]) -> int:
    """Side of a cell in pixels, a power of two, for a frame of (height, width)."""
    step = 1
    while max(size) > LONG_SIDE_CELLS * step:
        step *= 2
    return step


def to_grid(frame: Image, step: int) -> Image:
    """Averages step x step pixels into each cell; fewer than step pixels left over at an edge are dropped.

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


def sampled(frame: Image, step: int) -> Image:
    """Like to_grid, but quicker: in larger cells it averages a quarter of the pixels or fewer.

    Args:
        frame: HxW or HxWxC uint8.
        step: a power of two.
    """
    rows, columns = (max(1, side // step) for side in frame.shape[:2])
    small = frame[: max(1, rows * step), : max(1, columns * step)]
    if step > 1:
        small = np.asarray(cv2.resize(small, (2 * columns, 2 * rows), interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def blocks_of(cells: NDArray[np.bool_], size: tuple[int, int], step: int) -> list[Block]:
    """Blocks that cover every true cell of a grid; the last ones extend to the frame's edge.

    Args:
        cells: hxw bool.
        size: (height, width) of the frame, px.
        step: px per cell.
    """
    rows, columns = cells.shape
    high = max(1, BLOCK_ROWS_PX // step)
    bands = -(-rows // high)
    flags = np.zeros((bands * high, columns), np.bool_)
    flags[:rows] = cells
    any_of_band = np.logical_or.reduce(flags.reshape(bands, high, columns), axis=1)
    return _blocks(np.asarray(any_of_band), rows, size, step, GAP_CELLS)


def areas_of(share: NDArray[np.uint8]) -> tuple[list[Block], list[Block]]:
    """(blocks that are all 255, blocks that cover every pixel between 0 and 255); the rest of the alpha is 0.

    Args:
        share: HxW uint8, alpha x 255.
    """
    height, width = share.shape
    step = step_of(share.shape)
    rows, columns = max(1, height // step), max(1, width // step)
    high = max(1, BLOCK_ROWS_PX // step)
    starts = range(0, rows, high)
    some, all_ = (np.full((len(starts), max(width, columns * step)), idle, np.uint8) for idle in (0, 255))
    for band, start in enumerate(starts):
        part = share[start * step : (start + high) * step if start + high < rows else height]
        np.bitwise_or.reduce(part, axis=0, out=some[band, :width])
        np.bitwise_and.reduce(part, axis=0, out=all_[band, :width])
    # Left-over columns at the edge belong to the last cells.
    some[:, columns * step - 1] |= np.bitwise_or.reduce(some[:, columns * step - 1 :], axis=1)
    all_[:, columns * step - 1] &= np.bitwise_and.reduce(all_[:, columns * step - 1 :], axis=1)
    person = ~_some_of_cell(~all_[:, : columns * step], step)
    edges = _some_of_cell(some[:, : columns * step], step) & ~person
    size = (height, width)
    return _blocks(person, rows, size, step, 1), _blocks(edges, rows, size, step, GAP_CELLS)


def _some_of_cell(lines: NDArray[np.uint8], step: int) -> NDArray[np.bool_]:
    """Whether any of step neighbours is nonzero; they are viewed as one integer, which is quicker to test."""
    words = np.ascontiguousarray(lines).view(f"u{min(step, 8)}")
    while step > 8:
        words, step = words[:, ::2] | words[:, 1::2], step // 2
    return np.asarray(words != 0)


def _blocks(
    flags: NDArray[np.bool_], rows: int, size: tuple[int, int], step: int, gap: int
) -> list[Block]:
    """The runs of true columns in each band of cells; runs less than gap cells apart are joined."""
    bands, columns = flags.shape
    high = max(1, BLOCK_ROWS_PX // step)
    framed = np.zeros((bands, columns + 2), np.bool_)
    framed[:, 1:-1] = flags
    # In every band, changes alternate between the start and the end of a run.
    changes = np.flatnonzero(framed[:, 1:] != framed[:, :-1])
    found: list[tuple[int, int, int]] = []
    for start, end in zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True):
        band, left = divmod(start, columns + 1)
        right = end - band * (columns + 1)
        if found and found[-1][0] == band and left - found[-1][2] < gap:
            left = found.pop()[1]
        found.append((band, left, right))
    return [_block(high, run, (rows, columns), size, step) for run in found]


def _block(
    high: int, run: tuple[int, int, int], cells: tuple[int, int], size: tuple[int, int], step: int
) -> Block:
    band, left, right = run
    top, bottom = band * high, min(cells[0], band * high + high)
    rows = slice(top * step, size[0] if bottom == cells[0] else bottom * step)
    columns = slice(left * step, size[1] if right == cells[1] else right * step)
    return Block(top, bottom, left, right, rows, columns)


def enlarge_block(field: Field, block: Block, step: int) -> Field:
    """Enlarges a block of a grid field to pixels, exactly as linear interpolation of the whole field would.

    Args:
        field: hxw or hxwxC float32 or uint8.
        block: from blocks_of.
        step: px per cell.
    """
    top, left = max(0, block.top - 1), max(0, block.left - 1)
    part = field[top : block.bottom + 1, left : block.right + 1]
    rows, columns = part.shape[:2]
    large = cv2.resize(part, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
    height, width = block.rows.stop - block.rows.start, block.columns.stop - block.columns.start
    top, left = (block.top - top) * step, (block.left - left) * step
    large = large[top : top + height, left : left + width]
    down, right = height - large.shape[0], width - large.shape[1]
    if down or right:  # left-over pixels at the frame's edge
        large = cv2.copyMakeBorder(large, 0, down, 0, right, cv2.BORDER_REPLICATE)
    return cast(Field, large)
