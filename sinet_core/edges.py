"""Edge colours: what the person's colour is where the old room shines through.

A half-covered pixel shows person and room mixed; put over another background as it is, it keeps a
fringe of the old room: bright round a head that sat before a window, dark the other way round.
"""
from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, alpha_bytes
from sinet_core.grid import Block, blocks_of, enlarge_block, padded, step_of, to_grid

Field = NDArray[np.float32]

WIDE_SHARE, NARROW_SHARE = 0.04, 0.012  # of the frame's diagonal: the windows of the two passes
PURE = 6  # weights are alpha ** PURE: nearly pure pixels speak for the person, mixed ones hardly


def edge_blocks(share: NDArray[np.uint8]) -> list[Block]:
    """Blocks that cover all pixels between 0 and 255.

    Args:
        share: HxW uint8, alpha x 255.
    """
    step = step_of(share.shape)
    band = cv2.inRange(share, np.array(1), np.array(254))
    rows, columns = (max(1, side // step) for side in share.shape)
    # One pixel of a cell must count: the largest, not the mean, of every cell and of the rest behind it.
    reach = (step + share.shape[0] % step, step + share.shape[1] % step)
    grown = cv2.dilate(band, np.ones(reach, np.uint8), anchor=(0, 0))
    cells = np.asarray(grown[: rows * step : step, : columns * step : step] > 0)
    return list(blocks_of(cells, share.shape, step))


def clean_blocks(frame: Image, share: NDArray[np.uint8], blocks: list[Block]) -> Iterator[tuple[Block, Field, Field]]:
    """(block, the person's own colours there 0..255, alpha there 0..1), both hxwx3 float32.

    Blurred foreground estimation (after Forte, Approximate Fast Foreground Colour Estimation, ICIP
    2021): mean colours from around, found on the grid, and on them what the frame itself shows.

    Args:
        frame: HxWx3 uint8 BGR.
        share: HxW uint8, alpha x 255.
        blocks: of edge_blocks.
    """
    if not blocks:
        return
    step = step_of(share.shape)
    person, room = local_colors(frame, share, step)
    far_field, gap_field = padded(room), padded(person - room)
    for block in blocks:
        alpha = cv2.merge([share[block.rows, block.columns] * np.float32(1 / 255)] * 3)
        far, gap = enlarge_block(far_field, block, step), enlarge_block(gap_field, block, step)
        # The frame should be far + alpha * gap here; what it is beyond that belongs to the person.
        rest = cv2.subtract(frame[block.rows, block.columns], far, dtype=cv2.CV_32F)
        rest = cv2.subtract(rest, cv2.multiply(alpha, gap), dst=rest)
        color = np.asarray(cv2.multiply(alpha, rest, dst=rest), np.float32)
        color += far
        color += gap
        yield block, np.clip(color, 0, 255, out=color), np.asarray(alpha, np.float32)


def clean_foreground(frame: Image, alpha: Alpha) -> Image:
    """The frame with the room's colour taken out of half-covered pixels.

    Args:
        frame: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1.

    Returns:
        HxWx3 uint8 BGR; the frame's own pixels where alpha is 0 or 1 (rounded to 255ths).
    """
    share = alpha_bytes(alpha)
    out = frame.copy()
    for block, color, _ in clean_blocks(frame, share, edge_blocks(share)):
        mixed = cv2.inRange(share[block.rows, block.columns], np.array(1), np.array(254))
        cv2.copyTo(cv2.convertScaleAbs(color), mixed, out[block.rows, block.columns])
    return out


def local_colors(frame: Image, share: NDArray[np.uint8], step: int) -> tuple[Field, Field]:
    """Colour of the person and of the room around every grid cell, hxwx3 float32 0..255 each."""
    picture = to_grid(frame, step).astype(np.float32)
    covered = to_grid(share, step) * np.float32(1 / 255)
    diagonal = float(np.hypot(*share.shape)) / step
    person = _around(picture, covered, diagonal)
    room = _around(picture, 1 - covered, diagonal)
    return person, room


def _around(picture: Field, share: Field, diagonal: float) -> Field:
    """Mean colour weighted by share: near, and where nothing is near, of wider surroundings."""
    weight = np.asarray(cv2.pow(share, PURE), np.float32)
    total = cv2.multiply(picture, cv2.merge([weight] * 3))
    narrow, wide = (2 * round(part * diagonal / 2) + 1 for part in (NARROW_SHARE, WIDE_SHARE))
    colors = cv2.blur(total, (narrow, narrow)) + 0.02 * cv2.blur(total, (wide, wide)) + 1e-5 * picture
    counts = cv2.blur(weight, (narrow, narrow)) + 0.02 * cv2.blur(weight, (wide, wide)) + 1e-5
    return np.asarray(colors / counts[..., None], np.float32)
