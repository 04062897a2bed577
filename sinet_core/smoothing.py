"""Temporal smoothing: a still edge is held, a moving one is followed at once, and what moves keeps its past.

Where the picture changed, the old alpha is first carried along with the motion. A network that changes its mind
from frame to frame is averaged so also where somebody moves, or where the whole room does as on a lap.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image
from sinet_core.native.compiled import kernels
from sinet_core.native.scenes import Rules, smoothed

Field = NDArray[np.float32]

# Differences are in 0..255 levels of the coarse grid, where sensor noise is mostly averaged away.
STILL_LEVELS = 4.0
MOVING_LEVELS = 11.0  # the old alpha does not belong to this place any more
UNEXPLAINED_LEVELS = 24.0  # nor does the alpha that was carried along
EXPOSURE_LEVELS = 24.0  # a whole picture that changes by more is another picture
MOST_NOISE, NOISE_FACTOR = 3.0, 1.5  # levels; of which so much more is still
CUT_SHARE = 0.65  # of the picture in motion
LEAST_CELLS = 32  # of the grid's shorter side: less is too small to see motion in
REACH_CELLS = 12  # how far from what changed motion is looked for
CARRIED_CELLS = 0.15  # motion from here on: less is noise
QUICK_SHARE = 1 / 80  # of the grid's longer side: motion by more begins to be too quick, by twice as much it is
STEADIEST = 0.03  # share of the new alpha that is always taken
DOUBTED, DISBELIEVED = 0.35, 0.85  # disagreement of old and new alpha
BELIEF = 0.2  # share of a new alpha that disagrees and that the picture does not explain
# Beside motion a network that is sure of another answer is right: who went may have been of the wall's own colour.
STIRS = 0.47  # motion of a cell, 0..1
NEAR_CELLS = 24.0  # from one that moves more: within half of it the network is believed in full
DIFFERS, OPPOSES = 0.1, 0.35  # change of alpha
LEANING, CERTAIN = 0.8, 0.96  # 2 x distance of the new alpha from 0.5
TRUST = 0.5  # share of a new alpha of that kind: a ghost is gone within three frames, and one odd answer is not all
RULES = Rules(
    REACH_CELLS, LEAST_CELLS, EXPOSURE_LEVELS, MOST_NOISE, STILL_LEVELS, NOISE_FACTOR, MOVING_LEVELS, CUT_SHARE,
    CARRIED_CELLS, QUICK_SHARE, UNEXPLAINED_LEVELS, DOUBTED, DISBELIEVED, BELIEF, STIRS, NEAR_CELLS, DIFFERS, OPPOSES,
    LEANING, CERTAIN, TRUST,
)  # fmt: skip


class Compared(NamedTuple):
    """fresh: hxwx4 float32, the new scene. change: hxw float32, levels. disagreement: hxw float32, of alpha.
    numbers: 4 float32: what each colour of the whole picture changed by; from which level on change is motion."""

    fresh: Field
    change: Field
    disagreement: Field
    numbers: Field


@dataclass(frozen=True, eq=False)
class MatteState:
    """What refinement remembers of the frames before. At the start, or after a jump in a file: None.

    Attributes:
        scene: the smoothed alpha and the coarse picture that it belongs to, blended with the same weights so
            that slow motion adds up until it is seen: hxwx4 float32 on the grid, BGR 0..255 and alpha 0..1.
        light: the last frame's luma on the same grid, uint8.
        frame_size: (width, height) of the frames, px.
        guided: the last alpha along the frame's edges, at half the frame's size or so, float32.
    """

    scene: Field
    light: NDArray[np.uint8]
    frame_size: tuple[int, int]
    guided: Field | None = None

    @property
    def alpha(self) -> Alpha:
        """The smoothed alpha, hxw float32 0..1."""
        return np.asarray(cv2.extractChannel(self.scene, 3), np.float32)


def smooth(
    alpha: Alpha, picture: Image, frame_size: tuple[int, int], state: MatteState | None, steadiness: float
) -> tuple[MatteState, Field | None]:
    """Blends a new alpha into the old one, cell by cell, as far as the picture there is unchanged.

    Args:
        alpha: hxw float32 0..1, on the grid.
        picture: the frame on the grid, hxwx3 uint8 BGR.
        frame_size: (width, height) of the frame.
        state: of the frame before, or None.
        steadiness: 0 (the new alpha as it is) .. 1.

    Returns:
        (the new state, without guided; the share 0..1 of a new value that is to be taken in each cell
        where values have not been carried along, or None where there is nothing to go on from).
    """
    if state is None or state.frame_size != frame_size or steadiness <= 0:
        return MatteState(scene_of(picture, alpha), light_of(picture), frame_size), None
    base = least_share(steadiness)
    found = kernels()
    if found is not None:
        scene, light, share = smoothed(found, picture, alpha, state.scene, state.light, float(base), RULES)
        return MatteState(scene, light, frame_size), share
    return _smoothed(alpha, picture, state, base)


def _smoothed(
    alpha: Alpha, picture: Image, state: MatteState, base: np.float32
) -> tuple[MatteState, Field | None]:
    """As smooth, of a scene that goes on, with what OpenCV has."""
    light, frame_size = light_of(picture), state.frame_size
    new = compare(picture, alpha, state.scene)
    motion = ramp(new.change, new.numbers[3], MOVING_LEVELS - STILL_LEVELS)
    if cv2.mean(motion)[0] > CUT_SHARE:
        return MatteState(new.fresh, light, frame_size), None
    old = state.scene
    if cv2.countNonZero(motion) and min(light.shape) >= LEAST_CELLS:
        part = around(motion)
        old = carry(state.scene, flow_of(light[part], state.light[part]), new, part)
        new = compare_again(new, old)
    scene, share = blend(new, old, motion, base)
    return MatteState(scene, light, frame_size), share


def light_of(picture: Image) -> NDArray[np.uint8]:
    """Luma, hxw uint8."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def scene_of(picture: Image, alpha: Alpha) -> Field:
    """Picture and alpha, hxwx4 float32."""
    scene = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA).astype(np.float32)
    return np.asarray(cv2.insertChannel(alpha, scene, 3), np.float32)


def least_share(steadiness: float) -> np.float32:
    """Share of the new alpha that is taken where nothing changes."""
    return np.float32(max(STEADIEST, (1 - steadiness) ** 4))


def compare(picture: Image, alpha: Alpha, old: Field) -> Compared:
    """The new scene and what changed in it."""
    fresh = scene_of(picture, alpha)
    difference = np.asarray(cv2.subtract(fresh, old), np.float32)
    # A change of light of the whole picture does not count; its median is not shifted by somebody in front.
    exposure = np.clip(middle(difference)[:3], -EXPOSURE_LEVELS, EXPOSURE_LEVELS)
    return Compared(fresh, *change_of(difference, exposure))


def compare_again(new: Compared, old: Field) -> Compared:
    """The same with another old scene; the change of light is what it was."""
    return Compared(new.fresh, *change_of(np.asarray(cv2.subtract(new.fresh, old), np.float32), new.numbers[:3]))


def change_of(difference: Field, exposure: NDArray[np.float32]) -> tuple[Field, Field, Field]:
    """(change of every cell in levels, change of its alpha, exposure and from which level on change is motion).

    Args:
        difference: of two scenes, hxwx4 float32.
        exposure: what each colour of the whole picture changed by, levels.
    """
    left = cv2.absdiff(difference, (*exposure.tolist(), 0.0))  # type: ignore[call-overload]
    blue, green, red, disagreement = (cv2.extractChannel(left, channel) for channel in range(4))
    change = np.asarray(cv2.blur(cv2.max(cv2.max(blue, green), red), (3, 3)), np.float32)
    noise = min(MOST_NOISE, float(middle(change[..., None])[0]))
    numbers = np.array((*exposure, STILL_LEVELS + NOISE_FACTOR * noise), np.float32)
    return change, np.asarray(disagreement, np.float32), numbers


def flow_of(light: NDArray[np.uint8], before: NDArray[np.uint8]) -> Field:
    """Where things come from, cells right and down, hxwx2 float32 (dense inverse search)."""
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    flow.setFinestScale(1)
    return np.asarray(flow.calc(light.copy(), before.copy(), None), np.float32)  # type: ignore[call-overload]


def carry(scene: Field, origin: Field, new: Compared, part: tuple[slice, slice]) -> Field:
    """The old scene, moved along to where its things are now.

    What is too quick, or comes from beyond the picture, has no past to be carried along: a network that is wrong
    about somebody who comes in would be believed for longer.

    Args:
        origin: of flow_of, for the part.
        new: in cells in which it has hardly changed there is no motion; those stay where they are.
        part: rows and columns outside of which all stays where it is.
    """
    changed = float(new.numbers[3]) / 2
    across, down = (np.asarray(cv2.extractChannel(origin, axis), np.float32) for axis in range(2))
    near = (new.change[part] > changed).astype(np.float32)
    reach = cv2.blur(cv2.dilate(near, np.ones((3, 3), np.uint8)), (5, 5))
    length = np.asarray(cv2.max(np.abs(across), np.abs(down)), np.float32)
    quick = QUICK_SHARE * max(scene.shape[:2])
    trust = cv2.multiply(reach, ramp(length, CARRIED_CELLS, CARRIED_CELLS) * (1 - ramp(length, quick, quick)))
    own = tuple(place[part] for place in places(scene.shape[:2]))
    for way, place, whole in zip((across, down), own, scene.shape[1::-1], strict=True):
        trust[np.abs(way + place - (whole - 1) / 2) >= whole / 2] = 0  # from beyond the picture
    x, y = (cv2.add(cv2.multiply(way, trust), place) for way, place in zip((across, down), own, strict=True))
    moved = scene.copy()
    moved[part] = cv2.remap(scene, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return moved


def around(motion: Field) -> tuple[slice, slice]:
    """The rectangle (rows, columns) of cells in motion, with room for where things came from."""
    left, top, width, height = cv2.boundingRect((motion > 0).view(np.uint8))
    spans = []
    for start, length, whole in ((top, height, motion.shape[0]), (left, width, motion.shape[1])):
        first, last = max(0, start - REACH_CELLS), min(whole, start + length + REACH_CELLS)
        first = max(0, min(first, last - LEAST_CELLS))
        spans.append(slice(first, max(last, min(whole, first + LEAST_CELLS))))
    return spans[0], spans[1]


def blend(new: Compared, old: Field, motion: Field, base: np.float32) -> tuple[Field, Field]:
    """(both scenes in one, the share of new values that is to be taken where nothing has been carried)."""
    still = float(new.numbers[3])
    unexplained = ramp(new.change, still, UNEXPLAINED_LEVELS - STILL_LEVELS)
    believed = belief(new.disagreement, np.asarray(cv2.extractChannel(new.fresh, 3), np.float32), nearness(motion))
    kept = (1 - base) * (1 - believed) * (1 - unexplained)
    scene = cv2.subtract(new.fresh, cv2.multiply(cv2.merge([kept] * 4), cv2.subtract(new.fresh, old)))
    grown = np.asarray(cv2.dilate(motion, np.ones((3, 3), np.uint8)), np.float32)
    return np.asarray(scene, np.float32), base + (1 - base) * grown


def belief(disagreement: Field, alpha: Alpha, near: Field) -> Field:
    """Share of a new alpha that is taken though the picture gives no reason to, 0..1 a cell.

    Where old and new alpha disagree strongly, some (a hand in front of a wall of its own colour). Where something
    moves nearby and the network is sure, more: what was somebody a moment ago may be the wall behind them now.

    Args:
        disagreement: of old and new alpha, 0..1.
        alpha: the new one.
        near: of nearness.
    """
    doubted = np.float32(BELIEF) * ramp(disagreement, DOUBTED, DISBELIEVED - DOUBTED)
    sure = np.float32(TRUST) * ramp(np.abs(2 * alpha - 1), LEANING, CERTAIN - LEANING)
    opposed = near * sure * ramp(disagreement, DIFFERS, OPPOSES - DIFFERS)
    return np.asarray(np.maximum(doubted, opposed), np.float32)


def nearness(motion: Field) -> Field:
    """1 up to half of NEAR_CELLS from a cell that moves, 0 from NEAR_CELLS on; steps along rows and columns count."""
    resting = (motion <= STIRS).view(np.uint8)
    if resting.all():
        return np.zeros_like(motion)
    distance = np.asarray(cv2.distanceTransform(resting, cv2.DIST_L1, 3), np.float32)
    return np.asarray(np.clip(2 - distance * np.float32(2 / NEAR_CELLS), 0, 1), np.float32)


def ramp(values: Field, start: float, length: float) -> Field:
    """0 up to start, rising to 1 within length."""
    risen = np.asarray(cv2.addWeighted(values, 1 / length, values, 0, -start / length), np.float32)
    return np.clip(risen, 0, 1, out=risen)


def middle(picture: Field) -> NDArray[np.float32]:
    """The median of every channel, over every fifth cell each way: that is enough."""
    values = np.ascontiguousarray(picture[::5, ::5].reshape(-1, picture.shape[2]).T)
    return np.partition(values, values.shape[1] // 2, axis=1)[:, values.shape[1] // 2]


@lru_cache(maxsize=4)
def places(size: tuple[int, ...]) -> tuple[Field, Field]:
    """Every cell's own x and y for a grid of (height, width), read-only."""
    down, across = np.indices(size, np.float32)
    down.flags.writeable = across.flags.writeable = False
    return across, down
