"""The smoothing over time in one call, and the optical flow that it needs (src/scenes.h, src/flow.h)."""
from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, check_alpha, check_image, check_same_size
from sinet_core.native.compiled import Kernels, address_of, fields_of
from sinet_core.native.scratch import carved_floats

Field = NDArray[np.float32]
Light = NDArray[np.uint8]

SCENE_CHANNELS, FLOW_CHANNELS = 4, 2
PATCH, PATCHES_APART, MOST_LANES = 8, 4, 8  # of src/flow.h
LEAST_FLOW_CELLS = 2 * PATCH
ALIGNED = 16  # floats: pieces of scratch begin at whole cache lines


class Rules(NamedTuple):
    """What sinet_core.smoothing has measured as best.

    Attributes:
        reach: cells, how far from what changed motion is looked for.
        least_cells: of the grid's shorter side, and of the part in which motion is looked for.
        most_exposure, most_noise: levels, more is not taken out.
        still, noise_factor: levels; change up to still + noise_factor x noise is none.
        moving: levels, from which on the old alpha does not belong to a place any more.
        cut_share: of the picture in motion, more is another picture.
        carried: cells, motion up to that is none.
        quick: of the grid's longer side, motion by more begins to be too much to carry anything along.
        unexplained: levels, from which on what was carried does not belong there either.
        doubted, disbelieved: change of alpha.
        belief: share of a new alpha that disagrees.
        stirs: motion of a cell, 0..1, from which on it counts as one that moves.
        near: cells, so far from motion a network that is sure begins to be believed.
        differs, opposes: change of alpha from which on there it is, and in full.
        leaning, certain: 2 x distance of the new alpha from 0.5 from which on it is sure, and in full.
        trust: share of the alpha of such a network.
    """

    reach: int
    least_cells: int
    most_exposure: float
    most_noise: float
    still: float
    noise_factor: float
    moving: float
    cut_share: float
    carried: float
    quick: float
    unexplained: float
    doubted: float
    disbelieved: float
    belief: float
    stirs: float
    near: float
    differs: float
    opposes: float
    leaning: float
    certain: float
    trust: float


class Smoothing(ctypes.Structure):
    """struct smoothing of src/frames.h."""

    _fields_ = fields_of(
        "picture alpha old light_before scene share light scratch",
        "rows columns reach least_cells",
        f"{' '.join(Rules._fields[2:])} base",
    )


class Tracking(ctypes.Structure):
    """struct tracking of src/frames.h."""

    _fields_ = fields_of("light before flow scratch", "rows columns", "")


def smoothed(
    kernels: Kernels, picture: Image, alpha: Alpha, old: Field, light_before: Light, base: float, rules: Rules
) -> tuple[Field, Light, Field | None]:
    """A scene of a new picture and its alpha, blended with the old scene, in which things moved along first.

    Args:
        picture: hxwx3 uint8 BGR.
        alpha: hxw float32 0..1.
        old: hxwx4 float32, BGR 0..255 and alpha 0..1.
        light_before: hxw uint8, the luma of the last picture.
        base: 0..1, the share of what is new that is always taken.

    Returns:
        (the scene, hxwx4 float32; the picture's luma, hxw uint8; the share 0..1 of what is new that is to be taken
        where nothing is carried, hxw float32, or None: the picture is another one, and the scene is new).

    Raises:
        ValueError: arrays or rules of another kind.
    """
    check_image(picture, "picture")
    check_alpha(alpha)
    check_same_size(picture, alpha, "picture and alpha")
    rows, columns = alpha.shape
    if old.shape != (rows, columns, SCENE_CHANNELS) or old.dtype != np.float32:
        raise ValueError(f"an old scene is {rows}x{columns}x4 float32, got {old.shape} {old.dtype}")
    _check_light(light_before, alpha.shape)
    if rules.least_cells < LEAST_FLOW_CELLS or rules.reach < 0:
        raise ValueError(f"motion is found in {LEAST_FLOW_CELLS} cells or more, got {rules}")
    picture, light_before = np.ascontiguousarray(picture), np.ascontiguousarray(light_before)
    alpha, old = np.ascontiguousarray(alpha), np.ascontiguousarray(old)
    scene, share = np.empty(old.shape, np.float32), np.empty(alpha.shape, np.float32)
    light = np.empty(light_before.shape, np.uint8)
    held, scratch = carved_floats(_smoothing_floats(rows, columns))
    task = Smoothing(
        address_of(picture, np.uint8), address_of(alpha, np.float32), address_of(old, np.float32),
        address_of(light_before, np.uint8), address_of(scene, np.float32), address_of(share, np.float32),
        address_of(light, np.uint8), *scratch, rows, columns, *rules, base,
    )  # fmt: skip
    goes_on = kernels.call("smooth", ctypes.byref(task))
    del held
    return scene, light, share if goes_on else None


def tracked(kernels: Kernels, light: Light, before: Light) -> Field:
    """Where things come from.

    Args:
        light, before: hxw uint8, the luma of a picture and of the one before; 16x16 or more.

    Returns:
        hxwx2 float32, cells right and down.

    Raises:
        ValueError: arrays of another kind.
    """
    _check_light(light, before.shape)
    _check_light(before, light.shape)
    if min(light.shape) < LEAST_FLOW_CELLS:
        raise ValueError(f"motion is found in {LEAST_FLOW_CELLS} cells or more, got {light.shape}")
    rows, columns = light.shape
    light, before = np.ascontiguousarray(light), np.ascontiguousarray(before)
    flow = np.empty((rows, columns, FLOW_CHANNELS), np.float32)
    held, scratch = carved_floats(2 * columns + _flow_floats(rows, columns))
    pointers = [address_of(light, np.uint8), address_of(before, np.uint8), address_of(flow, np.float32)]
    kernels.call("flow", ctypes.byref(Tracking(*pointers, *scratch, rows, columns)))
    del held
    return flow


def _check_light(light: Light, size: tuple[int, ...]) -> None:
    if light.shape != size or light.ndim != 2 or light.dtype != np.uint8:
        raise ValueError(f"a luma must be {'x'.join(map(str, size))} uint8, got {light.shape} {light.dtype}")


@lru_cache(maxsize=8)
def _smoothing_floats(rows: int, columns: int) -> int:
    """What planes_of of src/scenes.h takes of scratch."""
    return 10 * (rows * columns + ALIGNED) + 4 * (columns + ALIGNED) + 16 + _flow_floats(rows, columns)


@lru_cache(maxsize=8)
def _flow_floats(rows: int, columns: int) -> int:
    """What find_flow of src/flow.h takes of scratch at most, for a part of so many cells."""
    total = 0
    while min(rows := rows // 2, columns := columns // 2) >= PATCH:
        total += 6 * rows * columns + (rows + 2 * PATCH + 1) * (columns + 2 * PATCH + MOST_LANES)
        total += PATCH * (rows // PATCHES_APART + 1) * (columns // PATCHES_APART + 1) + 7 * ALIGNED
    return total
