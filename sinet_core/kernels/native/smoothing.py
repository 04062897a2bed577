"""The smoothing over time in one call, and the optical flow that it needs (src/smoothing-inl.h, src/flow-inl.h)."""
from __future__ import annotations

import ctypes
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, check_alpha, check_image, check_same_size
from sinet_core.kernels.interface import Field, Scene
from sinet_core.kernels.native.library import Variant, address_of, fields_of
from sinet_core.kernels.native.scratch import carved_floats
from sinet_core.kernels.parameters import FLOW_CELLS, SMOOTHING, SmoothingRules, names_of, numbers_of
from sinet_core.kernels.reference import smoothing as reference

Light = NDArray[np.uint8]

SCENE_CHANNELS, FLOW_CHANNELS = 4, 2
PATCH, PATCHES_APART, MAX_LANES = 8, 4, 8  # of src/flow-inl.h
ALIGNED = 16  # floats: pieces of scratch begin at whole cache lines


class Smoothing(ctypes.Structure):
    """struct smoothing of src/frames.h."""

    _fields_ = fields_of(
        "picture alpha old light_before scene share light scratch",
        "rows columns reach least_cells",
        f"{' '.join(names_of(SmoothingRules).split()[2:])} base",
    )


class Tracking(ctypes.Structure):
    """struct tracking of src/frames.h."""

    _fields_ = fields_of("light before flow scratch", "rows columns", "")


def smooth(
    kernels: Variant, picture: Image, alpha: Alpha, *, before: Scene | None, base: float
) -> tuple[Scene, Field | None]:
    """See sinet_core.kernels.interface.FrameKernels."""
    if before is None:
        return reference.smooth(picture, alpha, before=None, base=base)
    _check(picture, alpha, before)
    rows, columns = alpha.shape
    picture, alpha = np.ascontiguousarray(picture), np.ascontiguousarray(alpha)
    old, light_before = np.ascontiguousarray(before.mixed), np.ascontiguousarray(before.light)
    mixed, weight = np.empty(old.shape, np.float32), np.empty(alpha.shape, np.float32)
    light = np.empty(light_before.shape, np.uint8)
    held, scratch = carved_floats(_smoothing_floats(rows, columns))
    task = Smoothing(
        address_of(picture, np.uint8), address_of(alpha, np.float32), address_of(old, np.float32),
        address_of(light_before, np.uint8), address_of(mixed, np.float32), address_of(weight, np.float32),
        address_of(light, np.uint8), *scratch, rows, columns, *numbers_of(SMOOTHING), base,
    )  # fmt: skip
    goes_on = kernels.call("smooth", ctypes.byref(task))
    del held
    return Scene(mixed, light), weight if goes_on else None


def flow(kernels: Variant, light: Light, before: Light) -> Field:
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
    if min(light.shape) < FLOW_CELLS:
        raise ValueError(f"motion is found in {FLOW_CELLS} cells or more, got {light.shape}")
    rows, columns = light.shape
    light, before = np.ascontiguousarray(light), np.ascontiguousarray(before)
    found = np.empty((rows, columns, FLOW_CHANNELS), np.float32)
    held, scratch = carved_floats(2 * columns + _flow_floats(rows, columns))
    pointers = [address_of(light, np.uint8), address_of(before, np.uint8), address_of(found, np.float32)]
    kernels.call("flow", ctypes.byref(Tracking(*pointers, *scratch, rows, columns)))
    del held
    return found


def _check(picture: Image, alpha: Alpha, before: Scene) -> None:
    check_image(picture, "picture")
    check_alpha(alpha)
    check_same_size(picture, alpha, "picture and alpha")
    mixed = before.mixed
    if mixed.shape != (*alpha.shape, SCENE_CHANNELS) or mixed.dtype != np.float32:
        raise ValueError(f"a scene of {alpha.shape} is hxwx{SCENE_CHANNELS} float32, got {mixed.shape} {mixed.dtype}")
    _check_light(before.light, alpha.shape)


def _check_light(light: Light, size: tuple[int, ...]) -> None:
    if light.shape != size or light.ndim != 2 or light.dtype != np.uint8:
        raise ValueError(f"a luma must be {'x'.join(map(str, size))} uint8, got {light.shape} {light.dtype}")


@lru_cache(maxsize=8)
def _smoothing_floats(rows: int, columns: int) -> int:
    """What planes_of of src/smoothing-inl.h takes of scratch."""
    return 10 * (rows * columns + ALIGNED) + 4 * (columns + ALIGNED) + 16 + _flow_floats(rows, columns)


@lru_cache(maxsize=8)
def _flow_floats(rows: int, columns: int) -> int:
    """What find_flow of src/flow-inl.h takes of scratch at most, for a part of so many cells."""
    total = 0
    while min(rows := rows // 2, columns := columns // 2) >= PATCH:
        total += 6 * rows * columns + (rows + 2 * PATCH + 1) * (columns + 2 * PATCH + MAX_LANES)
        total += PATCH * (rows // PATCHES_APART + 1) * (columns // PATCHES_APART + 1) + 7 * ALIGNED
    return total
