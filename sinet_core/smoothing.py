"""Temporal smoothing: a still edge is held, a moving one is followed at once, and what moves keeps its past.

Where the picture changed, the old alpha is first carried along with the motion. A network that changes its mind
from frame to frame is averaged so also where somebody moves, or where the whole room does as on a lap.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image

Field = NDArray[np.float32]

# Differences are in 0..255 levels of the coarse grid, where sensor noise is mostly averaged away.
STILL_LEVELS = 2.5
MOVING_LEVELS = 9.0  # the old alpha does not belong to this place any more
UNEXPLAINED_LEVELS = 24.0  # nor does the alpha that was carried along
EXPOSURE_LEVELS = 24.0  # a whole picture that changes by more is another picture
MOST_NOISE = 3.0
CUT_SHARE = 0.65  # of the picture in motion
LEAST_CELLS = 32  # of the grid's shorter side: less is too small to see motion in
CARRIED_CELLS = 0.15  # motion from here on: less is noise
STEADIEST = 0.03  # share of the new alpha that is always taken
DOUBTED, DISBELIEVED = 0.35, 0.85  # disagreement of old and new alpha
BELIEF = 0.2  # share of a new alpha that disagrees and that the picture does not explain


@dataclass(frozen=True, eq=False)
class MatteState:
    """What refinement remembers of the frames before. At the start, or after a jump in a file: None.

    Attributes:
        alpha: the smoothed alpha at network size, hxw float32 0..1.
        picture: the coarse picture that this alpha belongs to, float32 0..255 BGR. It is blended with
            the same weights as the alpha, so slow motion adds up until it is seen.
        light: the last frame's luma on the same grid, uint8.
        frame_size: (width, height) of the frames, px.
        guided: the last alpha along the frame's edges, at half the frame's size or so, float32.
    """

    alpha: Alpha
    picture: Field
    light: NDArray[np.uint8]
    frame_size: tuple[int, int]
    guided: Field | None = None


def smooth(
    alpha: Alpha, picture: Image, frame_size: tuple[int, int], state: MatteState | None, steadiness: float
) -> tuple[MatteState, Field | None]:
    """Blends a new alpha into the old one, pixel by pixel, as far as the picture there is unchanged.

    Args:
        alpha: hxw float32 0..1, network size.
        picture: the frame on a coarse grid, HxWx3 uint8 BGR.
        frame_size: (width, height) of the frame.
        state: of the frame before, or None.
        steadiness: 0 (the new alpha as it is) .. 1.

    Returns:
        (the new state, without guided; the share 0..1 of a new value that is to be taken in each cell of the
        grid where values have not been carried along, or None where there is nothing to go on from).
    """
    fresh = picture.astype(np.float32)
    light = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    anew = MatteState(alpha, fresh, light, frame_size), None
    if state is None or state.alpha.shape != alpha.shape or state.frame_size != frame_size or steadiness <= 0:
        return anew
    change, still = change_of(fresh, state.picture)
    motion = np.clip((change - still) / (MOVING_LEVELS - STILL_LEVELS), 0, 1)
    if float(motion.mean()) > CUT_SHARE:
        return anew
    old_alpha, old_picture = state.alpha, state.picture
    if motion.any() and min(light.shape) >= LEAST_CELLS:
        old_alpha, old_picture = carry(state, light, change > still / 2)
        change, still = change_of(fresh, old_picture)
    unexplained = np.clip((change - still) / (UNEXPLAINED_LEVELS - STILL_LEVELS), 0, 1)
    base = least_share(steadiness)
    share = share_of_new(_resized(unexplained, alpha.shape), alpha, old_alpha, base)
    blended = old_alpha + share * (alpha - old_alpha)
    kept = old_picture + _resized(share, light.shape)[..., None] * (fresh - old_picture)
    grown = np.asarray(cv2.dilate(motion, np.ones((3, 3), np.uint8)), np.float32)
    return MatteState(blended, kept, light, frame_size), base + (1 - base) * grown


def least_share(steadiness: float) -> np.float32:
    """Share of the new alpha that is taken where nothing changes."""
    return np.float32(max(STEADIEST, (1 - steadiness) ** 4))


def change_of(picture: Field, before: Field) -> tuple[Field, float]:
    """(change of every cell in levels, levels from which on it is motion). A change of all light does not count.

    Args:
        picture, before: HxWx3 float32 0..255.
    """
    difference = picture - before
    # Every fifth cell is enough for a median, which a moving person in front does not shift.
    exposure = np.median(difference[::5, ::5].reshape(-1, 3), axis=0).astype(np.float32)
    difference -= np.clip(exposure, -EXPOSURE_LEVELS, EXPOSURE_LEVELS)
    blue, green, red = cv2.split(np.abs(difference))
    change = np.asarray(cv2.blur(np.maximum(np.maximum(blue, green), red), (3, 3)), np.float32)
    noise = min(MOST_NOISE, float(np.median(change[::5, ::5])))
    return change, STILL_LEVELS + 1.5 * noise


def carry(state: MatteState, light: NDArray[np.uint8], changed: NDArray[np.bool_]) -> tuple[Alpha, Field]:
    """The state's alpha and picture, moved along to where their things are now (dense inverse search).

    Args:
        light: the new frame's luma on the grid.
        changed: cells in which there may be motion; the others stay where they are.
    """
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    flow.setFinestScale(1)
    origin = np.asarray(flow.calc(light, state.light, None), np.float32)  # type: ignore[call-overload]
    reach = cv2.dilate(changed.astype(np.float32), np.ones((3, 3), np.uint8))
    across, down = cv2.split(cv2.absdiff(origin, np.zeros_like(origin)))
    length = np.maximum(across, down)  # max(axis=2) takes twenty times as long
    trust = np.asarray(cv2.blur(reach, (5, 5))) * np.clip(length / CARRIED_CELLS - 1, 0, 1)
    origin *= trust[..., None].astype(np.float32)
    return _moved(state.alpha, origin), _moved(state.picture, origin)


def share_of_new(motion: Alpha, alpha: Alpha, before: Alpha, base: np.float32) -> Alpha:
    """How much of the new alpha to take, 0..1 a pixel.

    Where nothing moved a small, constant share; where old and new disagree strongly, more (a hand in
    front of a wall of its own colour); where the picture changed in a way that nothing explains, all.
    """
    disagreement = np.clip((np.abs(alpha - before) - DOUBTED) / (DISBELIEVED - DOUBTED), 0, 1)
    still = base + (1 - base) * np.float32(BELIEF) * disagreement
    return np.asarray(still + (1 - still) * motion, np.float32)


def _moved(field: Field, origin: Field) -> Field:
    """field, taken for every pixel from where it was; origin: distances on the grid, in cells."""
    height, width = field.shape[:2]
    rows, columns = origin.shape[:2]
    distance = _resized(origin, (height, width))
    x = np.arange(width, dtype=np.float32)[None] + distance[..., 0] * np.float32(width / columns)
    y = np.arange(height, dtype=np.float32)[:, None] + distance[..., 1] * np.float32(height / rows)
    return np.asarray(cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _resized(field: Field, size: tuple[int, ...]) -> Field:
    return np.asarray(cv2.resize(field, (size[1], size[0]), interpolation=cv2.INTER_LINEAR), np.float32)
