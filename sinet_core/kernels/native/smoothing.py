"""The smoothing over time in one call, and the optical flow that it needs (src/smoothing-inl.h, src/flow-inl.h)."""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, check_alpha, check_image, check_same_size
from sinet_core.kernels.interface import Field, Scene
from sinet_core.kernels.native.library import Variant, address_of
from sinet_core.kernels.native.structs import Smoothing, Tracking
from sinet_core.kernels.parameters import FLOW_CELLS, SMOOTHING, numbers_of
from sinet_core.kernels.reference import smoothing as reference

Light = NDArray[np.uint8]

SCENE_CHANNELS, FLOW_CHANNELS = 4, 2


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
    task = Smoothing(
        picture=address_of(picture, np.uint8), alpha=address_of(alpha, np.float32), old=address_of(old, np.float32),
        light_before=address_of(light_before, np.uint8), scene=address_of(mixed, np.float32),
        weight=address_of(weight, np.float32), light=address_of(light, np.uint8), rows=rows, columns=columns,
        base=base, **numbers_of(SMOOTHING),
    )  # fmt: skip
    kernels.call("smooth", task)
    return Scene(mixed, light), weight if task.goes_on else None


def flow(kernels: Variant, light: Light, before: Light) -> Field:
    """Optical flow: where things come from.

    Args:
        light, before: hxw uint8, the luma of a frame and of the previous one; 16x16 or more.

    Returns:
        hxwx2 float32, cells right and down.

    Raises:
        ValueError: invalid arrays.
    """
    _check_light(light, before.shape)
    _check_light(before, light.shape)
    if min(light.shape) < FLOW_CELLS:
        raise ValueError(f"optical flow needs {FLOW_CELLS} cells or more, got {light.shape}")
    rows, columns = light.shape
    light, before = np.ascontiguousarray(light), np.ascontiguousarray(before)
    found = np.empty((rows, columns, FLOW_CHANNELS), np.float32)
    task = Tracking(
        light=address_of(light, np.uint8), before=address_of(before, np.uint8), flow=address_of(found, np.float32),
        rows=rows, columns=columns,
    )  # fmt: skip
    kernels.call("flow", task)
    return found


def _check(picture: Image, alpha: Alpha, before: Scene) -> None:
    check_image(picture, "picture")
    check_alpha(alpha)
    check_same_size(picture, alpha, "picture and alpha")
    mixed = before.mixed
    if mixed.shape != (*alpha.shape, SCENE_CHANNELS) or mixed.dtype != np.float32:
        raise ValueError(f"a scene must be {alpha.shape} x {SCENE_CHANNELS} float32, got {mixed.shape} {mixed.dtype}")
    _check_light(before.light, alpha.shape)


def _check_light(light: Light, size: tuple[int, ...]) -> None:
    if light.shape != size or light.ndim != 2 or light.dtype != np.uint8:
        raise ValueError(f"a luma must be {'x'.join(map(str, size))} uint8, got {light.shape} {light.dtype}")
