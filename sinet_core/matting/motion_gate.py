"""The motion gate: tells when nothing has moved beyond the sensor's noise, so that an alpha is still valid.

A small hand counts, since blocks are judged one by one. Slow motion accumulates, since a frame is compared with
the last one that was processed in full, not with the previous one.
"""
from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import FrameSize, Image, check_image
from sinet_core.kernels.door import back_end

Field = NDArray[np.float32]
Verdict = Literal["moved", "due", "still"]

BLIND_FRAMES = 2  # after motion; nobody comes to rest within a tenth of a second
REFRESH_S = 0.48  # an alpha is never older than half a second, 15 frames at 30 fps
SETTLE_S = 0.25  # of stillness before the gate closes; the smoothing has settled by then
# Levels are of 0..255: means over a block, after the change of exposure is removed.
FLOOR_LEVELS = 0.8  # an edge of contrast 60 that moves by half a pixel changes its block by this much
NOISE_FACTOR = 2.0  # the noisiest of a thousand blocks relative to the median one
MAX_NOISE = 8.0  # levels; more is motion everywhere, not noise
EVEN = 4.0  # times the median block; noise is about the same everywhere, motion is not
FALL_S, RISE_S = 0.3, 2.0  # how fast the noise estimate adapts
MAX_GAIN, MAX_OFFSET = 0.1, 10.0  # a larger change of exposure counts as motion


@dataclass(frozen=True, eq=False)
class GateState:
    """What the gate remembers. None at the start and after a jump.

    Attributes:
        looked: the coarse image of the last frame that was processed in full, hxwx3 uint8.
        looked_at: its time, seconds.
        moved_at: time of the last motion, seconds.
        noise: of this camera in this light: mean absolute difference of two coarse images of a still scene, levels;
            None until measured.
        frame_size: of the frames.
        blind: how many of the next frames count as moved without being checked.
    """

    looked: Image
    looked_at: float
    moved_at: float
    noise: float | None
    frame_size: FrameSize
    blind: int = 0


def detect_motion(frame: Image, time: float, state: GateState | None) -> tuple[Verdict, GateState]:
    """Decides whether the alpha of the last frame processed in full is still valid for this one.

    Args:
        frame: HxWx3 uint8 BGR.
        time: of the frame, seconds.
        state: as returned by the previous call; None at the start and after a jump.

    Returns:
        (verdict, the state for the next frame). "still": the alpha is valid. "moved": the caller must compute this
        frame's alpha. "due": nothing moved, but the caller must compute it all the same, to stay up to date.

    Raises:
        ValueError: an invalid frame.
    """
    check_image(frame, "frame")
    size = FrameSize.of(frame)
    if state is not None and state.blind and state.frame_size == size:
        return "moved", replace(state, blind=state.blind - 1)
    if state is None or state.frame_size != size:
        return "moved", GateState(glimpse(frame), time, time, None, size)
    seen = compare(frame, state.looked)
    noise = _noise(state, seen, time)
    quiet = seen.steady and seen.most <= FLOOR_LEVELS + NOISE_FACTOR * (noise or 0.0)
    state = replace(state, noise=noise, moved_at=state.moved_at if quiet else time)
    if quiet and time - state.moved_at >= SETTLE_S:
        if 0 <= time - state.looked_at < REFRESH_S:
            return "still", state
        return "due", replace(state, looked=seen.picture, looked_at=time)
    return "moved", replace(state, looked=seen.picture, looked_at=time, blind=0 if quiet else BLIND_FRAMES)


def _noise(state: GateState, seen: Seen, time: float) -> float | None:
    middle = seen.middle
    if seen.most == 0:
        return state.noise  # the driver delivered the same frame twice, which says nothing about the noise
    if state.noise is not None and seen.most > EVEN * middle:
        middle = min(middle, state.noise)
    return follow(state.noise, middle, time - state.looked_at)


class Seen(NamedTuple):
    """The result of checking a frame.

    Attributes:
        picture: the frame on its coarse grid, hxwx3 uint8.
        steady: whether the light changed by no more than a camera's flicker.
        most, middle: maximum and median change of all blocks, levels, apart from the light.
    """

    picture: Image
    steady: bool
    most: float
    middle: float


def glimpse(frame: Image) -> Image:
    """The frame on its coarse grid, hxwx3 uint8; a quarter of the pixels is enough, and faster."""
    return back_end().watch(frame, None).picture


def compare(frame: Image, looked: Image) -> Seen:
    """Compares a frame with the coarse image of an earlier one of its size, hxwx3 uint8."""
    picture, numbers = back_end().watch(frame, looked)
    assert numbers is not None
    *light, most, middle = numbers.tolist()
    gain, offset = max(map(abs, light[:3])), max(map(abs, light[3:]))
    return Seen(picture, gain <= MAX_GAIN and offset <= MAX_OFFSET, most, middle)


def follow(noise: float | None, measured: float, seconds: float) -> float:
    """The noise estimate after one more measurement; it falls fast and rises slowly."""
    measured = min(measured, MAX_NOISE)
    if noise is None:
        return measured
    weight = 1 - math.exp(-max(0.0, min(seconds, REFRESH_S)) / (FALL_S if measured < noise else RISE_S))
    return noise + weight * (measured - noise)
