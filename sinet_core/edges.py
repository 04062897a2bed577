"""Edge colours: what the person's colour is where the old room shines through.

A half-covered pixel shows person and room mixed; put over another background as it is, it keeps a
fringe of the old room: bright round a head that sat before a window, dark the other way round.
"""
from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image
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


def clean_blocks(frame: Image, alpha: Alpha, blocks: list[Block]) -> Iterator[tuple[Block, Field]]:
    """The person's own colours in every block, hxwx3 float32 0..255.

    Blurred foreground estimation in two passes (after Germer et al. and Forte, 2021): the wide pass
    gives the colours around, the narrow one puts back what the frame itself shows.

    Args:
        frame: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1.
        blocks: of edge_blocks.
    """
    if not blocks:
        return
    step = step_of(alpha.shape)
    person, room = local_colors(frame, alpha, step)
    far_field, gap_field = padded(room), padded(person - room)
    for block in blocks:
        share = cv2.merge([alpha[block.rows, block.columns]] * 3)
        far, gap = enlarge_block(far_field, block, step), enlarge_block(gap_field, block, step)
        # The frame should be far + share * gap here; what it is beyond that belongs to the person.
        rest = cv2.subtract(frame[block.rows, block.columns], far, dtype=cv2.CV_32F)
        rest = cv2.subtract(rest, cv2.multiply(share, gap), dst=rest)
        color = np.asarray(cv2.multiply(share, rest, dst=rest), np.float32)
        color += far
        color += gap
        yield block, np.clip(color, 0, 255, out=color)


def clean_foreground(frame: Image, alpha: Alpha) -> Image:
    """The frame with the room's colour taken out of half-covered pixels.

    Args:
        frame: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1.

    Returns:
        HxWx3 uint8 BGR; the frame's own pixels where alpha is 0 or 1 (rounded to 255ths).
    """
    share = cv2.convertScaleAbs(alpha, alpha=255)
    out = frame.copy()
    for block, color in clean_blocks(frame, alpha, edge_blocks(np.asarray(share, np.uint8))):
        part = share[block.rows, block.columns]
        mixed = cv2.inRange(part, np.array(1), np.array(254))
        target = out[block.rows, block.columns]
        target[mixed > 0] = np.rint(color[mixed > 0]).astype(np.uint8)
    return out


def local_colors(frame: Image, alpha: Alpha, step: int) -> tuple[Field, Field]:
    """Colour of the person and of the room around every grid cell, hxwx3 float32 0..255 each."""
    picture = to_grid(frame, step).astype(np.float32)
    share = to_grid(np.asarray(cv2.convertScaleAbs(alpha, alpha=255), np.uint8), step) * np.float32(1 / 255)
    diagonal = float(np.hypot(*alpha.shape)) / step
    person = _around(picture, share, diagonal)
    room = _around(picture, 1 - share, diagonal)
    return person, room


def _around(picture: Field, share: Field, diagonal: float) -> Field:
    """Mean colour weighted by share: near, and where nothing is near, of wider surroundings."""
    weight = np.asarray(cv2.pow(share, PURE), np.float32)
    total = cv2.multiply(picture, cv2.merge([weight] * 3))
    narrow, wide = (2 * round(part * diagonal / 2) + 1 for part in (NARROW_SHARE, WIDE_SHARE))
    colors = cv2.blur(total, (narrow, narrow)) + 0.02 * cv2.blur(total, (wide, wide)) + 1e-5 * picture
    counts = cv2.blur(weight, (narrow, narrow)) + 0.02 * cv2.blur(weight, (wide, wide)) + 1e-5
    return np.asarray(colors / counts[..., None], np.float32)
