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
    cells = np.asarray(cv2.inRange(share, np.array(1), np.array(254)), np.uint8)
    rows, columns = (max(1, side // step) for side in share.shape)
    if min(share.shape) < step:
        return list(blocks_of(np.full((rows, columns), cells.any()), share.shape, step))
    # What is left over at the end belongs to the last cells.
    cells[rows * step - 1] = cells[rows * step - 1 :].max(axis=0)
    cells[:, columns * step - 1] = cells[:, columns * step - 1 :].max(axis=1)
    cells = cells[: rows * step, : columns * step]
    while cells.shape != (rows, columns):
        half = (cells.shape[1] // 2, cells.shape[0] // 2)
        mean = cv2.resize(cells, half, interpolation=cv2.INTER_AREA)
        # One pixel of a cell must count, not the mean of all.
        cells = np.asarray(cv2.threshold(mean, 0, 255, cv2.THRESH_BINARY)[1], np.uint8)
    return list(blocks_of(cells > 0, share.shape, step))


def clean_blocks(frame: Image, share: Image, blocks: list[Block]) -> Iterator[tuple[Block, Image, Image]]:
    """(block, the person's own colours there, alpha there x 255), both hxwx3 uint8.

    Blurred foreground estimation (after Forte, Approximate Fast Foreground Colour Estimation, ICIP
    2021): mean colours from around, found on the grid, and on them what the frame itself shows. In 8 bits,
    which is within two levels of what floating point gives, in a fifth of the time.

    Args:
        frame: HxWx3 uint8 BGR.
        share: HxW uint8, alpha x 255.
        blocks: of edge_blocks.
    """
    if not blocks:
        return
    step = step_of(share.shape)
    fields = [padded(np.asarray(cv2.convertScaleAbs(field), np.uint8)) for field in local_colors(frame, share, step)]
    for block in blocks:
        seen = frame[block.rows, block.columns]
        alpha = np.asarray(cv2.cvtColor(share[block.rows, block.columns], cv2.COLOR_GRAY2BGR), np.uint8)
        person, room = (enlarge_block(field, block, step) for field in fields)
        # The frame should show this mixture; what it is beyond that belongs to the person.
        mixed = mix(person, room, alpha)
        more = cv2.multiply(cv2.subtract(seen, mixed), alpha, scale=1 / 255)
        less = cv2.multiply(cv2.subtract(mixed, seen), alpha, scale=1 / 255)
        yield block, np.asarray(cv2.subtract(cv2.add(person, more), less), np.uint8), alpha


def mix(front: Image, back: Image, share: Image) -> Image:
    """front * share + back * (1 - share), all hxwx3 uint8, share x 255."""
    covered = cv2.multiply(front, share, scale=1 / 255)
    behind = cv2.multiply(back, cv2.bitwise_not(share), scale=1 / 255)
    return np.asarray(cv2.add(covered, behind, dst=covered), np.uint8)


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
        cv2.copyTo(color, mixed, out[block.rows, block.columns])
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
