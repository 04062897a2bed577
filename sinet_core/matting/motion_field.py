"""Where the things of one frame are in another: dense optical flow on the grid, one step and chained steps."""
from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image

Field = NDArray[np.float32]

MIN_CELLS = 32  # of the shorter side; motion is not searched for in a smaller grid


class Places(NamedTuple):
    """x and y of every cell's place in another frame, hxw float32 each, in cells."""

    x: Field
    y: Field


def flow(picture: Image, other: Image) -> Field:
    """How far every cell of a grid is from where it is in another one: right and down, hxwx2 float32, in cells.

    Args:
        picture, other: the luma of two frames on their grid, hxw uint8.
    """
    if min(picture.shape) < MIN_CELLS:
        return np.zeros((*picture.shape, 2), np.float32)
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    search.setFinestScale(1)
    return np.asarray(search.calc(picture, other, None), np.float32)  # type: ignore[call-overload]


def moved(places: Places, step: Field) -> Places:
    """One frame further: step is the flow from the frame that places are in to the next one."""
    right, down = cv2.split(at_places(step, places))
    return Places(np.asarray(cv2.add(places.x, right), np.float32), np.asarray(cv2.add(places.y, down), np.float32))


def at_places(field: Field, places: Places) -> Field:
    """What a field of the other frame, hxw or hxwxC float32, holds at places."""
    picked = cv2.remap(field, places.x, places.y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(picked, np.float32)


def inside(places: Places) -> Field:
    """1 where places are within the picture, 0 beyond it."""
    height, width = places.x.shape
    across = np.abs(places.x - (width - 1) / 2) <= width / 2
    down = np.abs(places.y - (height - 1) / 2) <= height / 2
    return np.asarray(across & down, np.float32)


@lru_cache(maxsize=4)
def own_places(size: tuple[int, ...]) -> Places:
    """Every cell's own place in a grid of (height, width), read-only."""
    down, across = np.indices(size, np.float32)
    down.flags.writeable = across.flags.writeable = False
    return Places(across, down)
