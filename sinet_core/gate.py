"""The motion gate: says when nothing has moved beyond the sensor's noise, so that an alpha still holds.

A small hand counts, since blocks are judged one by one; slow motion adds up, since a frame is compared with
the last one that was looked at in full, not with the one before.
"""
from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image, check_image
from sinet_core.grid import step_of

Field = NDArray[np.float32]
Verdict = Literal["moved", "due", "still"]

BLIND_FRAMES = 2  # after one in which something moved: nobody stands still within a tenth of a second
REFRESH_S = 0.48  # an alpha is never older than half a second: 15 frames of 30
SETTLE_S = 0.25  # of stillness before the gate closes: the smoothing has come to rest by then
BLOCK_CELLS = 4  # 32 px of a 720p frame
PATCH_CELLS = 8  # what light is judged by
# Levels are of 0..255, means over a block, after the exposure's change is taken out.
FLOOR_LEVELS = 0.8  # an edge of contrast 60 that moves by half a pixel changes its block by as much
NOISE_FACTOR = 2.0  # the loudest of a thousand blocks against the middle one
MOST_NOISE = 8.0  # levels; more is no noise but motion everywhere
EVEN = 4.0  # times the middle block: noise is about the same everywhere, motion is not
FALL_S, RISE_S = 0.3, 2.0  # how fast the measured noise follows
MOST_GAIN, MOST_OFFSET = 0.1, 10.0  # exposure that changed by more is worth a look
LEAST_SPREAD = 16.0  # levels between dark and bright blocks from which on a gain can be told


@dataclass(frozen=True, eq=False)
class GateState:
    """What the gate remembers. At the start, or after a jump: None.

    Attributes:
        looked: the coarse picture of the last frame that was looked at in full, hxwx3 float32 0..255.
        looked_at: when, seconds.
        moved_at: when something moved last, seconds.
        noise: of this camera in this light: mean absolute difference of two coarse pictures of a still scene,
            levels; None until it is measured.
        frame_size: (height, width) of the frames, px.
        blind: so many of the next frames count as moved without a look.
    """

    looked: Field
    looked_at: float
    moved_at: float
    noise: float | None
    frame_size: tuple[int, int]
    blind: int = 0


def watch(frame: Image, time: float, state: GateState | None) -> tuple[Verdict, GateState]:
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
    size = (frame.shape[0], frame.shape[1])
    if state is not None and state.blind and state.frame_size == size:
        return "moved", replace(state, blind=state.blind - 1)
    picture = glimpse(frame)
    if state is None or state.frame_size != size:
        return "moved", GateState(picture, time, time, None, size)
    expected, steady = relit(state.looked, picture)
    changes = block_means(np.asarray(cv2.absdiff(picture, expected), np.float32))
    most = float(changes.max())
    noise = _noise(state, changes, time)
    quiet = steady and most <= FLOOR_LEVELS + NOISE_FACTOR * (noise or 0.0)
    state = replace(state, noise=noise, moved_at=state.moved_at if quiet else time)
    if quiet and time - state.moved_at >= SETTLE_S:
        if 0 <= time - state.looked_at < REFRESH_S:
            return "still", state
        return "due", replace(state, looked=picture, looked_at=time)
    return "moved", replace(state, looked=picture, looked_at=time, blind=0 if quiet else BLIND_FRAMES)


def _noise(state: GateState, changes: Field, time: float) -> float | None:
    middle, most = float(np.median(changes)), float(changes.max())
    if most == 0:
        return state.noise  # the driver gave the same picture twice: that says nothing of the noise
    if state.noise is not None and most > EVEN * middle:
        middle = min(middle, state.noise)
    return follow(state.noise, middle, time - state.looked_at)


def glimpse(frame: Image) -> Field:
    """The frame on its coarse grid, hxwx3 float32; a quarter of the pixels are enough, and ten times as quick."""
    step = step_of(frame.shape[:2])
    rows, columns = (max(1, side // step) for side in frame.shape[:2])
    if step > 1:
        double = (2 * columns, 2 * rows)
        frame = np.asarray(cv2.resize(frame, double, interpolation=cv2.INTER_LINEAR), np.uint8)
    small = cv2.resize(frame, (columns, rows), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32)


def relit(before: Field, now: Field) -> tuple[Field, bool]:
    """before as it would look in the light of now; False when the light changed by more than a camera's flicker.

    Of each colour, what happened to the darker and to the brighter half of the blocks says offset and gain.
    Medians do: who moves in front of less than half of either does not count.
    """
    old = _blocks(before, PATCH_CELLS).reshape(-1, 3)
    change = _blocks(now, PATCH_CELLS).reshape(-1, 3) - old
    bright = old.sum(axis=1) > _middle(old.sum(axis=1))
    gain, offset = np.zeros(3), _middle(change)
    if bright.any() and not bright.all():
        both = np.hstack((old, change))
        up, down = _middle(both[bright]), _middle(both[~bright])
        spread = up[:3] - down[:3]
        telling = spread >= LEAST_SPREAD
        gain = np.where(telling, (up[3:] - down[3:]) / np.maximum(spread, 1), 0)
        offset = np.where(telling, down[3:] - gain * down[:3], offset)
    steady = bool(np.abs(gain).max() <= MOST_GAIN and np.abs(offset).max() <= MOST_OFFSET)
    return np.asarray(cv2.transform(before, np.column_stack((np.diag(1 + gain), offset))), np.float32), steady


def block_means(difference: Field) -> Field:
    """Mean over colours and over blocks of cells."""
    return np.asarray(_blocks(difference, BLOCK_CELLS).mean(axis=2), np.float32)


def follow(noise: float | None, measured: float, seconds: float) -> float:
    """The noise after one more measurement: it falls fast and rises slowly."""
    measured = min(measured, MOST_NOISE)
    if noise is None:
        return measured
    weight = 1 - math.exp(-max(0.0, min(seconds, REFRESH_S)) / (FALL_S if measured < noise else RISE_S))
    return noise + weight * (measured - noise)


def _middle(values: Field) -> Field:
    """The median of every column; numpy's own takes four times as long."""
    return np.asarray(np.sort(values, axis=0)[len(values) // 2], np.float32)


def _blocks(picture: Field, cells: int) -> Field:
    rows, columns = (max(1, side // cells) for side in picture.shape[:2])
    return np.asarray(cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)
