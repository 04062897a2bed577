"""Temporal smoothing: still edges are held, moving ones are followed at once, and what moves keeps its past."""
from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image
from sinet_core.kernels.interface import Scene
from sinet_core.kernels.parameters import SMOOTHING

Field = NDArray[np.float32]


class Compared(NamedTuple):
    """fresh: hxwx4 float32, the new scene. change: hxw float32, levels. disagreement: hxw float32, of alpha.
    numbers: 4 float32: the change of each colour over the whole frame; the level at which change is motion."""

    fresh: Field
    change: Field
    disagreement: Field
    numbers: Field


def smooth(picture: Image, alpha: Alpha, *, before: Scene | None, base: float) -> tuple[Scene, Field | None]:
    """See sinet_core.kernels.interface.FrameKernels."""
    light = light_of(picture)
    if before is None:
        return Scene(scene_of(picture, alpha), light), None
    new = compare(picture, alpha, before.mixed)
    motion = ramp(new.change, new.numbers[3], SMOOTHING.moving - SMOOTHING.still)
    if cv2.mean(motion)[0] > SMOOTHING.cut_share:
        return Scene(new.fresh, light), None
    old = before.mixed
    if cv2.countNonZero(motion) and min(light.shape) >= SMOOTHING.least_cells:
        part = around(motion)
        old = carry(old, flow_of(light[part], before.light[part]), new, part)
        new = compare_again(new, old)
    mixed, weight = blend(new, old, motion, np.float32(base))
    return Scene(mixed, light), weight


def light_of(picture: Image) -> NDArray[np.uint8]:
    """Luma, hxw uint8."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def scene_of(picture: Image, alpha: Alpha) -> Field:
    """Image and alpha, hxwx4 float32."""
    scene = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA).astype(np.float32)
    return np.asarray(cv2.insertChannel(alpha, scene, 3), np.float32)


def compare(picture: Image, alpha: Alpha, old: Field) -> Compared:
    """The new scene, and what changed in it."""
    fresh = scene_of(picture, alpha)
    difference = np.asarray(cv2.subtract(fresh, old), np.float32)
    # A change of light over the whole frame does not count; somebody in front does not shift its median.
    exposure = np.clip(middle(difference)[:3], -SMOOTHING.most_exposure, SMOOTHING.most_exposure)
    return Compared(fresh, *change_of(difference, exposure))


def compare_again(new: Compared, old: Field) -> Compared:
    """The same with a different old scene and the known change of light."""
    return Compared(new.fresh, *change_of(np.asarray(cv2.subtract(new.fresh, old), np.float32), new.numbers[:3]))


def change_of(difference: Field, exposure: NDArray[np.float32]) -> tuple[Field, Field, Field]:
    """(change of every cell in levels, change of its alpha, exposure and the level at which change is motion).

    Args:
        difference: of two scenes, hxwx4 float32.
        exposure: the change of each colour over the whole frame, levels.
    """
    left = cv2.absdiff(difference, (*exposure.tolist(), 0.0))  # type: ignore[call-overload]
    blue, green, red, disagreement = (cv2.extractChannel(left, channel) for channel in range(4))
    change = np.asarray(cv2.blur(cv2.max(cv2.max(blue, green), red), (3, 3)), np.float32)
    noise = min(SMOOTHING.most_noise, float(middle(change[..., None])[0]))
    numbers = np.array((*exposure, SMOOTHING.still + SMOOTHING.noise_factor * noise), np.float32)
    return change, np.asarray(disagreement, np.float32), numbers


def flow_of(light: NDArray[np.uint8], before: NDArray[np.uint8]) -> Field:
    """Where things come from, cells right and down, hxwx2 float32 (dense inverse search)."""
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    flow.setFinestScale(1)
    return np.asarray(flow.calc(light.copy(), before.copy(), None), np.float32)  # type: ignore[call-overload]


def carry(scene: Field, origin: Field, new: Compared, part: tuple[slice, slice]) -> Field:
    """The old scene, warped to where its things are now.

    Anything too quick, or from outside the frame, has no past to carry along; otherwise a network that is wrong
    about somebody who comes in would be believed for longer.

    Args:
        origin: of flow_of, for the part.
        new: the new scene; cells that hardly changed have no motion and stay where they are.
        part: rows and columns outside which everything stays where it is.
    """
    changed = float(new.numbers[3]) / 2
    across, down = (np.asarray(cv2.extractChannel(origin, axis), np.float32) for axis in range(2))
    near = (new.change[part] > changed).astype(np.float32)
    reach = cv2.blur(cv2.dilate(near, np.ones((3, 3), np.uint8)), (5, 5))
    length = np.asarray(cv2.max(np.abs(across), np.abs(down)), np.float32)
    quick = SMOOTHING.quick * max(scene.shape[:2])
    trust = cv2.multiply(reach, ramp(length, SMOOTHING.carried, SMOOTHING.carried) * (1 - ramp(length, quick, quick)))
    own = tuple(place[part] for place in places(scene.shape[:2]))
    for way, place, whole in zip((across, down), own, scene.shape[1::-1], strict=True):
        trust[np.abs(way + place - (whole - 1) / 2) >= whole / 2] = 0  # from outside the frame
    x, y = (cv2.add(cv2.multiply(way, trust), place) for way, place in zip((across, down), own, strict=True))
    moved = scene.copy()
    moved[part] = cv2.remap(scene, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return moved


def around(motion: Field) -> tuple[slice, slice]:
    """The rectangle (rows, columns) of cells in motion, with room for where things came from."""
    left, top, width, height = cv2.boundingRect((motion > 0).view(np.uint8))
    spans = []
    for start, length, whole in ((top, height, motion.shape[0]), (left, width, motion.shape[1])):
        first, last = max(0, start - SMOOTHING.reach), min(whole, start + length + SMOOTHING.reach)
        first = max(0, min(first, last - SMOOTHING.least_cells))
        spans.append(slice(first, max(last, min(whole, first + SMOOTHING.least_cells))))
    return spans[0], spans[1]


def blend(new: Compared, old: Field, motion: Field, base: np.float32) -> tuple[Field, Field]:
    """(both scenes blended, the share of new values to take where nothing has been carried)."""
    still = float(new.numbers[3])
    unexplained = ramp(new.change, still, SMOOTHING.unexplained - SMOOTHING.still)
    believed = belief(new.disagreement, np.asarray(cv2.extractChannel(new.fresh, 3), np.float32), nearness(motion))
    kept = (1 - base) * (1 - believed) * (1 - unexplained)
    scene = cv2.subtract(new.fresh, cv2.multiply(cv2.merge([kept] * 4), cv2.subtract(new.fresh, old)))
    grown = np.asarray(cv2.dilate(motion, np.ones((3, 3), np.uint8)), np.float32)
    return np.asarray(scene, np.float32), base + (1 - base) * grown


def belief(disagreement: Field, alpha: Alpha, near: Field) -> Field:
    """Share of a new alpha to take although the frame gives no reason to, 0..1 per cell.

    Some where old and new alpha disagree strongly (a hand in front of a wall of its own colour). More where something
    moves nearby and the network is sure: what was somebody a moment ago may now be the wall behind them.

    Args:
        disagreement: of old and new alpha, 0..1.
        alpha: the new one.
        near: of nearness.
    """
    rules = SMOOTHING
    doubted = np.float32(rules.belief) * ramp(disagreement, rules.doubted, rules.disbelieved - rules.doubted)
    sure = np.float32(rules.trust) * ramp(np.abs(2 * alpha - 1), rules.leaning, rules.certain - rules.leaning)
    opposed = near * sure * ramp(disagreement, rules.differs, rules.opposes - rules.differs)
    return np.asarray(np.maximum(doubted, opposed), np.float32)


def nearness(motion: Field) -> Field:
    """1 near a moving cell, falling to 0 at SMOOTHING.near cells, counted along rows and columns."""
    resting = (motion <= SMOOTHING.stirs).view(np.uint8)
    if resting.all():
        return np.zeros_like(motion)
    distance = np.asarray(cv2.distanceTransform(resting, cv2.DIST_L1, 3), np.float32)
    return np.asarray(np.clip(2 - distance * np.float32(2 / SMOOTHING.near), 0, 1), np.float32)


def ramp(values: Field, start: float, length: float) -> Field:
    """0 up to start, rising to 1 within length."""
    risen = np.asarray(cv2.addWeighted(values, 1 / length, values, 0, -start / length), np.float32)
    return np.clip(risen, 0, 1, out=risen)


def middle(picture: Field) -> NDArray[np.float32]:
    """The median of every channel, over every fifth cell in each direction, which is enough."""
    values = np.ascontiguousarray(picture[::5, ::5].reshape(-1, picture.shape[2]).T)
    return np.partition(values, values.shape[1] // 2, axis=1)[:, values.shape[1] // 2]


@lru_cache(maxsize=4)
def places(size: tuple[int, ...]) -> tuple[Field, Field]:
    """Every cell's own x and y for a grid of (height, width), read-only."""
    down, across = np.indices(size, np.float32)
    down.flags.writeable = across.flags.writeable = False
    return across, down
