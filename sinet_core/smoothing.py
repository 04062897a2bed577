"""Temporal smoothing: a still edge is held, a moving one follows at once."""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image

# Differences are in 0..255 levels of the coarse grid, where sensor noise is mostly averaged away.
STILL_LEVELS = 2.5
MOVING_LEVELS = 9.0
EXPOSURE_LEVELS = 24.0  # a whole picture that changes by more is another picture
MOST_NOISE = 3.0
CUT_SHARE = 0.65  # of the picture in motion


@dataclass(frozen=True, eq=False)
class MatteState:
    """What refinement remembers of the frames before. At the start, or after a jump in a file: None.

    Attributes:
        alpha: the smoothed alpha at network size, hxw float32 0..1.
        picture: the coarse picture that this alpha belongs to, float32 0..255 BGR. It is blended with
            the same weights as the alpha, so slow motion adds up until it is seen.
        frame_size: (width, height) of the frames, px.
    """

    alpha: Alpha
    picture: NDArray[np.float32]
    frame_size: tuple[int, int]


def smooth(
    alpha: Alpha, picture: Image, frame_size: tuple[int, int], state: MatteState | None, steadiness: float
) -> MatteState:
    """Blends a new alpha into the old one, pixel by pixel, as far as the picture there is unchanged.

    Args:
        alpha: hxw float32 0..1, network size.
        picture: the frame on a coarse grid, HxWx3 uint8 BGR.
        frame_size: (width, height) of the frame.
        state: of the frame before, or None.
        steadiness: 0 (the new alpha as it is) .. 1.
    """
    fresh = picture.astype(np.float32)
    if state is None or state.alpha.shape != alpha.shape or state.frame_size != frame_size or steadiness <= 0:
        return MatteState(alpha, fresh, frame_size)
    motion = motion_of(fresh, state.picture)
    if float(motion.mean()) > CUT_SHARE:
        return MatteState(alpha, fresh, frame_size)
    height, width = alpha.shape
    moved = np.asarray(cv2.resize(motion, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    weight = weight_of_new(moved, alpha, state.alpha, steadiness)
    blended = state.alpha + weight * (alpha - state.alpha)
    rows, columns = picture.shape[:2]
    coarse = np.asarray(cv2.resize(weight, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
    kept = state.picture + coarse[..., None] * (fresh - state.picture)
    return MatteState(blended, kept, frame_size)


def motion_of(picture: NDArray[np.float32], before: NDArray[np.float32]) -> Alpha:
    """0 (still) .. 1 (moved) a cell, grown a little; brightness changes of the whole picture do not count.

    Args:
        picture, before: HxWx3 float32 0..255.
    """
    difference = picture - before
    # Every fifth cell is enough for a median, which a moving person in front does not shift.
    exposure = np.median(difference[::5, ::5].reshape(-1, 3), axis=0).astype(np.float32)
    difference -= np.clip(exposure, -EXPOSURE_LEVELS, EXPOSURE_LEVELS)
    blue, green, red = cv2.split(np.abs(difference))
    change = cv2.blur(np.maximum(np.maximum(blue, green), red), (3, 3))
    noise = min(MOST_NOISE, float(np.median(change[::5, ::5])))
    motion = (change - (STILL_LEVELS + 1.5 * noise)) / (MOVING_LEVELS - STILL_LEVELS)
    grown = cv2.dilate(motion, np.ones((3, 3), np.uint8))
    return np.asarray(np.clip(grown, 0, 1), np.float32)


def weight_of_new(motion: Alpha, alpha: Alpha, before: Alpha, steadiness: float) -> Alpha:
    """How much of the new alpha to take, 0..1 a pixel.

    Where nothing moved a small, constant share; where old and new disagree strongly, more (a hand in
    front of a wall of its own colour); where the picture moved, all.
    """
    base = max(0.03, 1 - steadiness**0.35)
    disagreement = np.clip((np.abs(alpha - before) - 0.35) / 0.5, 0, 1)
    still = base + (1 - base) * 0.35 * disagreement
    return np.asarray(still + (1 - still) * motion, np.float32)
