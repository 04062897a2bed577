"""Smoothing that looks ahead, for files: each alpha is a mean over the frames before and after.

Every frame's alpha is carried along with the motion to the frame in question, and counts as far as both look alike
there. So what moves is averaged as well, and the result neither trails nor leads. An alpha comes out REACH frames
after it went in, and belongs to the frame that it was computed from.
"""
from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Alpha8, FrameSize, check_alpha
from sinet_core.matting.islands import remove_islands
from sinet_core.matting.motion_field import Places, at_places, flow, inside, moved, own_places
from sinet_core.matting.settings import MatteSettings, levels_of
from sinet_core.matting.smoothing import MatteState, smooth
from sinet_core.matting.upsampling import at_grid, enlarge, guide
from sinet_core.pyramid import Sizes

Field = NDArray[np.float32]

REACH = 10  # frames before and after
FULL = REACH // 2  # frames that count in full; those further away count less and less
SOFT_ROWS = 600  # of the frame, for a sigma of one pixel along the edge: 1.2 at 720p
MIN_SIGMA_PX = 0.3
SAME_LEVELS = 20.0  # a difference in colour at which an alpha counts a third


@dataclass(frozen=True, eq=False)
class Seen:
    """A frame on its grid.

    Attributes:
        scene: BGR 0..255 and the frame's own alpha 0..1 without small islands, hxwx4 float32.
        light: luma, hxw uint8.
        forward: flow to the next frame, hxwx2; None if there is none, or after a cut.
        backward: flow to the previous frame; None likewise.
    """

    scene: Field
    light: NDArray[np.uint8]
    forward: Field | None = None
    backward: Field | None = None


@dataclass(frozen=True, eq=False)
class Waiting:
    """What is needed for an alpha that has not come out yet.

    Attributes:
        sizes: of its frame.
        weight: of sinet_core.matting.smoothing.smooth; None after a cut.
        settings: of its frame.
    """

    sizes: Sizes
    weight: Field | None
    settings: MatteSettings


@dataclass(frozen=True, eq=False)
class LookAheadState:
    """What is remembered between two frames. None at the start.

    Attributes:
        seen: newest last, up to REACH frames before the first waiting one, and the waiting ones.
        waiting: of the last frames of seen, REACH at most.
        newest: of sinet_core.matting.smoothing.smooth, which detects cuts and stillness.
        plane: of the last alpha that came out, at about half the frame's size.
    """

    seen: tuple[Seen, ...]
    waiting: tuple[Waiting, ...]
    newest: MatteState
    plane: Field | None


def refine_ahead(
    alpha: Alpha, sizes: Sizes, state: LookAheadState | None, settings: MatteSettings
) -> tuple[Alpha8 | None, LookAheadState]:
    """Takes the next frame's alpha; returns that of the frame REACH frames earlier.

    Args:
        alpha: hxw float32 0..1, network size, computed from this frame.
        sizes: the frame, from sinet_core.pyramid; preferably from finer.
        state: as returned for the previous frame; None at the start. A cut or another size is detected.
        settings: of this frame. Steadiness 0 leaves every alpha unchanged.

    Returns:
        (HxW uint8, alpha x 255, or None for the first REACH frames; the state for the next frame).

    Raises:
        ValueError: an invalid alpha.
    """
    check_alpha(alpha)
    if not math.isfinite(cv2.sumElems(alpha)[0]):
        alpha = np.nan_to_num(alpha, nan=0.0, posinf=0.0, neginf=0.0)
    coarse = at_grid(alpha, sizes.grid.shape[:2])
    size = FrameSize(sizes.size[1], sizes.size[0])
    newest, weight = smooth(coarse, sizes.grid, size, state.newest if state else None, settings.steadiness)
    seen = Seen(_scene(sizes, remove_islands(coarse)), newest.light)
    if state is None:
        return None, LookAheadState((seen,), (Waiting(sizes, weight, settings),), newest, None)
    before = state.seen[:-1]
    last, seen = _linked(state.seen[-1], seen) if weight is not None else (state.seen[-1], seen)
    waiting = (*state.waiting, Waiting(sizes, weight, settings))
    state = LookAheadState((*before, last, seen), waiting, newest, state.plane)
    return _next(state) if len(state.waiting) > REACH else (None, state)


def rest(state: LookAheadState | None) -> Iterable[Alpha8]:
    """The alphas of the frames that still wait, in order, once no more frames come."""
    while state is not None and state.waiting:
        alpha, state = _next(state)
        yield alpha


def _next(state: LookAheadState) -> tuple[Alpha8, LookAheadState]:
    """The alpha of the frame that has waited longest."""
    first = len(state.seen) - len(state.waiting)
    sizes, weight, settings = state.waiting[0].sizes, state.waiting[0].weight, state.waiting[0].settings
    mean = smoothed(state.seen, first, settings.steadiness)
    guided = guide(mean, sizes, state.plane, weight)
    seen = state.seen[max(0, first + 1 - REACH) :]
    state = replace(state, seen=seen, waiting=state.waiting[1:], plane=guided.plane)
    return _softened(enlarge(guided, sizes, levels_of(settings))), state


def smoothed(seen: tuple[Seen, ...], index: int, steadiness: float) -> Alpha:
    """The alpha of one of several consecutive frames: a mean over all of them, hxw float32.

    Args:
        steadiness: 0 (its own) .. 0.5 (as measured best) .. 1 (what has changed more counts as well).
    """
    scene = seen[index].scene
    total = np.asarray(cv2.extractChannel(scene, 3), np.float32)
    if steadiness <= 0:
        return total
    total, weights = total.copy(), np.ones(total.shape, np.float32)
    for way in (1, -1):
        places, trust = own_places(total.shape), np.ones(total.shape, np.float32)
        for distance in range(1, REACH + 1):
            here = seen[index + way * (distance - 1)]
            step = here.forward if way == 1 else here.backward
            if step is None:
                break
            places = moved(places, step)
            carried = at_places(seen[index + way * distance].scene, places)
            trust = np.minimum(trust, _sameness(carried, scene, places, SAME_LEVELS * (0.5 + steadiness)))
            share = trust * np.float32(min(1.0, 2 * steadiness) * _taper(distance))
            total += share * carried[..., 3]
            weights += share
    return np.asarray(total / weights, np.float32)


def _softened(alpha: Alpha8) -> Alpha8:
    """Removes flicker that the sensor's noise causes along the edge, where the alpha follows each pixel."""
    sigma = alpha.shape[0] / SOFT_ROWS
    return alpha if sigma < MIN_SIGMA_PX else np.asarray(cv2.GaussianBlur(alpha, (0, 0), sigma), np.uint8)


def _taper(distance: int) -> float:
    return min(1.0, (REACH + 1 - distance) / (REACH + 1 - FULL))


def _sameness(carried: Field, scene: Field, places: Places, levels: float) -> Field:
    """1 where two frames show the same in a cell, down to 0. A change of light over the whole frame does not count."""
    difference = np.asarray(cv2.subtract(carried, scene), np.float32)
    light = np.median(difference[::5, ::5, :3].reshape(-1, 3), axis=0)
    left = cv2.absdiff(difference, (*light.tolist(), 0.0))  # type: ignore[call-overload]
    blue, green, red, _ = cv2.split(left)
    change = np.asarray(cv2.blur(cv2.max(cv2.max(blue, green), red), (3, 3)), np.float32)
    return np.asarray(cv2.exp(cv2.multiply(change, change, scale=-1 / levels**2)), np.float32) * inside(places)


def _linked(last: Seen, seen: Seen) -> tuple[Seen, Seen]:
    """Two consecutive frames, with the motion between them."""
    return replace(last, forward=flow(last.light, seen.light)), replace(seen, backward=flow(seen.light, last.light))


def _scene(sizes: Sizes, alpha: Alpha) -> Field:
    scene = cv2.cvtColor(sizes.grid, cv2.COLOR_BGR2BGRA).astype(np.float32)
    return np.asarray(cv2.insertChannel(alpha, scene, 3), np.float32)
