"""The motion gate: says when nothing has moved beyond the sensor's noise, so that an alpha still holds.

A small hand counts, since blocks are judged one by one; slow motion adds up, since a frame is compared with
the last one that was looked at in full, not with the one before.
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

BLIND_FRAMES = 2  # after one in which something moved: nobody stands still within a tenth of a second
REFRESH_S = 0.48  # an alpha is never older than half a second: 15 frames of 30
SETTLE_S = 0.25  # of stillness before the gate closes: the smoothing has come to rest by then
# Levels are of 0..255, means over a block, after the exposure's change is taken out.
FLOOR_LEVELS = 0.8  # an edge of contrast 60 that moves by half a pixel changes its block by as much
NOISE_FACTOR = 2.0  # the loudest of a thousand blocks against the middle one
MAX_NOISE = 8.0  # levels; more is no noise but motion everywhere
EVEN = 4.0  # times the middle block: noise is about the same everywhere, motion is not
FALL_S, RISE_S = 0.3, 2.0  # how fast the measured noise follows
MAX_GAIN, MAX_OFFSET = 0.1, 10.0  # exposure that changed by more is worth a look


@dataclass(frozen=True, eq=False)
class GateState:
    """What the gate remembers. At the start, or after a jump: None.

    Attributes:
        looked: the coarse picture of the last frame that was looked at in full, hxwx3 uint8.
        looked_at: when, seconds.
        moved_at: when something moved last, seconds.
        noise: of this camera in this light: mean absolute difference of two coarse pictures of a still scene,
            levels; None until it is measured.
        frame_size: of the frames.
        blind: so many of the next frames count as moved without a look.
    """

    looked: Image
    looked_at: float
    moved_at: float
    noise: float | None
    frame_size: FrameSize
    blind: int = 0


def detect_motion(frame: Image, time: float, state: GateState | None) -> tuple[Verdict, GateState]:
    """Whether the alpha of the last frame that was looked at in full still holds for this one.

    Args:
        frame: HxWx3 uint8 BGR.
        time: of the frame, seconds.
        state: what the call before returned; None at the start and after a jump.

    Returns:
        ("still": it holds; "moved": the caller computes the alpha of this frame; "due": nothing moved, but it is
        time to look again, so the caller does that, too; the state for the next frame).

    Raises:
        ValueError: frame is no such array.
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
        return state.noise  # the driver gave the same picture twice: that says nothing of the noise
    if state.noise is not None and seen.most > EVEN * middle:
        middle = min(middle, state.noise)
    return follow(state.noise, middle, time - state.looked_at)


class Seen(NamedTuple):
    """What a look at a frame tells.

    Attributes:
        picture: the frame on its coarse grid, hxwx3 uint8.
        steady: the light has not changed by more than a camera's flicker.
        most, middle: of the changes of all blocks, levels, with the light taken out.
    """

    picture: Image
    steady: bool
    most: float
    middle: float


def glimpse(frame: Image) -> Image:
    """The frame on its coarse grid, hxwx3 uint8; a quarter of the pixels are enough, and quicker."""
    return back_end().watch(frame, None).picture


def compare(frame: Image, looked: Image) -> Seen:
    """A frame and the coarse picture of an earlier one of its size, hxwx3 uint8."""
    picture, numbers = back_end().watch(frame, looked)
    assert numbers is not None
    *light, most, middle = numbers.tolist()
    gain, offset = max(map(abs, light[:3])), max(map(abs, light[3:]))
    return Seen(picture, gain <= MAX_GAIN and offset <= MAX_OFFSET, most, middle)


def follow(noise: float | None, measured: float, seconds: float) -> float:
    """The noise after one more measurement: it falls fast and rises slowly."""
    measured = min(measured, MAX_NOISE)
    if noise is None:
        return measured
    weight = 1 - math.exp(-max(0.0, min(seconds, REFRESH_S)) / (FALL_S if measured < noise else RISE_S))
    return noise + weight * (measured - noise)
