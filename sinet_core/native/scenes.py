"""Two scenes compared, one carried along with the motion, both blended (src/scenes.h)."""
from __future__ import annotations

import ctypes
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, check_alpha, check_image, check_same_size
from sinet_core.native.compiled import Kernels, address_of, fields_of

Field = NDArray[np.float32]

STRIDE = 5  # as in src/scenes.h
FLOW_CHANNELS, SCENE_CHANNELS = 2, 4


class Comparison(ctypes.Structure):
    """struct comparison of src/frames.h."""

    _fields_ = fields_of(
        "picture alpha old fresh change disagreement numbers scratch",
        "rows columns",
        "most_exposure most_noise still noise_factor",
    )


class Carrying(ctypes.Structure):
    """struct carrying of src/frames.h."""

    _fields_ = fields_of("scene flow change moved scratch", "rows columns top left height width", "changed least")


class Blending(ctypes.Structure):
    """struct blending of src/frames.h."""

    _fields_ = fields_of(
        "fresh old change disagreement motion scene share scratch",
        "rows columns",
        "still unexplained doubted disbelieved belief base",
    )


class Noise(NamedTuple):
    """most_exposure, most_noise: levels, more is not taken out; still: what change up to which is none begins with;
    factor: of the noise, is added to it."""

    most_exposure: float
    most_noise: float
    still: float
    factor: float


class Weights(NamedTuple):
    """still .. unexplained: levels; doubted .. disbelieved: change of alpha; belief, base: shares of the new."""

    still: float
    unexplained: float
    doubted: float
    disbelieved: float
    belief: float
    base: float


class Compared(NamedTuple):
    """fresh: hxwx4 float32, the new scene. change: hxw float32, levels. disagreement: hxw float32, of alpha.
    numbers: 4 float32: what each colour of the whole picture changed by; from which level on change is motion."""

    fresh: Field
    change: Field
    disagreement: Field
    numbers: Field


def compared(kernels: Kernels, picture: Image, alpha: Alpha, old: Field, noise: Noise) -> Compared:
    """A new scene, and what changed in it.

    Args:
        picture: hxwx3 uint8 BGR.
        alpha: hxw float32 0..1.
        old: hxwx4 float32.

    Raises:
        ValueError: arrays of another kind.
    """
    check_image(picture, "picture")
    check_alpha(alpha)
    check_same_size(picture, alpha, "picture and alpha")
    picture, alpha = np.ascontiguousarray(picture), np.ascontiguousarray(alpha)
    given = address_of(picture, np.uint8), address_of(alpha, np.float32)
    fresh, numbers = np.empty((*alpha.shape, SCENE_CHANNELS), np.float32), np.empty(4, np.float32)
    return _compared(kernels, given, old, fresh, numbers, noise)


def compared_again(kernels: Kernels, before: Compared, old: Field, noise: Noise) -> Compared:
    """The same with another old scene, and the change of exposure as it was. Raises as compared does."""
    return _compared(kernels, (None, None), old, before.fresh, before.numbers.copy(), noise)


def carried(
    kernels: Kernels, scene: Field, flow: Field, change: Field, corner: tuple[int, int], changed: float, least: float
) -> Field:
    """A scene, moved along to where its things are now.

    Args:
        scene: hxwx4 float32.
        flow: of a part of it, HxWx2 float32: how many cells right and down each cell's things come from.
        change: hxw float32.
        corner: (row, column) at which the part begins.
        changed: more change than that may be motion.
        least: cells; motion up to that is none.

    Raises:
        ValueError: arrays of another kind, or a part that is not inside.
    """
    _check_scene(scene, change.shape, "scene")
    check_alpha(change, "change")
    rows, columns = change.shape
    if flow.ndim != 3 or flow.shape[2] != FLOW_CHANNELS or flow.dtype != np.float32 or flow.size == 0:
        raise ValueError(f"a flow is HxWx2 float32, got {flow.shape} {flow.dtype}")
    height, width, _ = flow.shape
    if min(corner) < 0 or corner[0] + height > rows or corner[1] + width > columns:
        raise ValueError(f"a part of {(height, width)} at {corner} is not inside of {change.shape}")
    arrays = [np.ascontiguousarray(array) for array in (scene, flow, change)]
    moved, scratch = scene.copy(order="C"), np.empty((2, height, width), np.uint8)
    addresses = [*(address_of(array, np.float32) for array in (*arrays, moved)), address_of(scratch, np.uint8)]
    kernels.call("carry", ctypes.byref(Carrying(*addresses, rows, columns, *corner, height, width, changed, least)))
    return moved


def blended(kernels: Kernels, new: Compared, old: Field, motion: Field, weights: Weights) -> tuple[Field, Field]:
    """Both scenes in one.

    Args:
        new: of compared, with this old scene.
        old: hxwx4 float32.
        motion: hxw float32 0..1.

    Returns:
        (hxwx4 float32, the scene; hxw float32: the share of what is new that is to be taken where nothing is carried).

    Raises:
        ValueError: arrays of another kind.
    """
    check_alpha(motion, "motion")
    for scene in (new.fresh, old):
        _check_scene(scene, motion.shape, "scene")
    for field in (new.change, new.disagreement):
        check_alpha(field, "change")
        check_same_size(field, motion, "change and motion")
    rows, columns = motion.shape
    inputs = [np.ascontiguousarray(array) for array in (new.fresh, old, new.change, new.disagreement, motion)]
    made = [np.empty(shape, np.float32) for shape in (old.shape, motion.shape, (columns,))]
    addresses = [address_of(array, np.float32) for array in (*inputs, *made)]
    kernels.call("blend", ctypes.byref(Blending(*addresses, rows, columns, *weights)))
    return made[0], made[1]


def _compared(
    kernels: Kernels,
    given: tuple[ctypes.c_void_p | None, ctypes.c_void_p | None],
    old: Field,
    fresh: Field,
    numbers: Field,
    noise: Noise,
) -> Compared:
    rows, columns, _ = fresh.shape
    _check_scene(old, (rows, columns), "old scene")
    old, (change, disagreement) = np.ascontiguousarray(old), np.empty((2, rows, columns), np.float32)
    scratch = np.empty(rows * columns + columns + -(-rows // STRIDE) * -(-columns // STRIDE), np.float32)
    arrays = (old, fresh, change, disagreement, numbers, scratch)
    addresses = [*given, *(address_of(array, np.float32) for array in arrays)]
    kernels.call("compare", ctypes.byref(Comparison(*addresses, rows, columns, *noise)))
    return Compared(fresh, change, disagreement, numbers)


def _check_scene(scene: Field, size: tuple[int, ...], name: str) -> None:
    if scene.shape != (*size[:2], SCENE_CHANNELS) or scene.dtype != np.float32 or scene.size == 0:
        raise ValueError(f"{name} must be {size[0]}x{size[1]}x4 float32, got {scene.shape} {scene.dtype}")
