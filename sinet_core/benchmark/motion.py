"""How people move before a webcam: one small function per behaviour, from a time to a pose.

Every path has rests in which nothing moves at all: an edge that trembles there is the matte's doing.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Pose:
    """Where the person is. Lengths are shares of the frame's height, angles degrees.

    Attributes:
        x, y: shift to the right and down.
        zoom: size, 1 at rest.
        lean: of the whole body about its foot, clockwise.
        tilt: of the head about the neck, clockwise.
        nod: how far the head is lowered.
        turn: 0 (facing the camera) .. 1 (turned away, which narrows the body).
        hand: 0 (down, out of sight) .. 1 (raised).
        wave: angle of the raised forearm.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    lean: float = 0.0
    tilt: float = 0.0
    nod: float = 0.0
    turn: float = 0.0
    hand: float = 0.0
    wave: float = 0.0


@dataclass(frozen=True)
class Temper:
    """How somebody moves: side is -1 or 1, vigour about 1, delay in seconds."""

    side: int = 1
    vigour: float = 1.0
    delay: float = 0.0


Behaviour = Callable[[float, Temper], Pose]


def sway(t: float, temper: Temper) -> Pose:
    """Sways from side to side on the chair."""
    swing = temper.side * temper.vigour * path(t - temper.delay, (0.3, 0), (0.9, 1), (1.3, 1), (2.2, -1), (2.7, -1),
                                               (3.3, 0.6), (3.8, 0.6), (4.3, 0))  # fmt: skip
    return Pose(x=0.07 * swing, lean=4 * swing, tilt=3 * swing)


def nod(t: float, temper: Temper) -> Pose:
    """Nods twice, then looks down."""
    down = path(t - temper.delay, (0.4, 0), (0.6, 1), (0.8, 0), (1.0, 1), (1.2, 0), (2.0, 0), (2.2, 1), (2.4, 0),
                (3.0, 0), (3.4, 1.8), (4.0, 1.8), (4.5, 0))  # fmt: skip
    return Pose(nod=0.03 * temper.vigour * down)


def lean(t: float, temper: Temper) -> Pose:
    """Leans aside, as if reaching for something, and back."""
    out = temper.side * temper.vigour * path(t - temper.delay, (0.4, 0), (1.2, 1), (2.0, 1), (2.6, 0), (3.2, 0),
                                             (3.6, -0.7), (4.1, -0.7), (4.6, 0))  # fmt: skip
    return Pose(lean=13 * out, x=0.08 * out, tilt=-4 * out)


def turn_away(t: float, temper: Temper) -> Pose:
    """Turns to a second screen, and back."""
    aside = path(t - temper.delay, (0.4, 0), (0.9, 1), (1.9, 1), (2.3, 0), (3.0, 0), (3.3, 0.7), (4.0, 0.7), (4.5, 0))
    return Pose(turn=aside, x=-0.05 * temper.side * aside, tilt=2 * temper.side * aside)


def raise_hand(t: float, temper: Temper) -> Pose:
    """Raises a hand quickly, waves and lowers it; then again without the wave."""
    up = path(t - temper.delay, (0.4, 0), (0.7, 1), (2.2, 1), (2.5, 0), (3.3, 0), (3.6, 1), (4.3, 1), (4.6, 0))
    wave = path(t - temper.delay, (0.9, 0), (1.1, 1), (1.3, -1), (1.5, 1), (1.7, -1), (1.9, 0))
    return Pose(hand=up, wave=14 * temper.vigour * wave)


def walk(t: float, temper: Temper) -> Pose:
    """Walks in from one side, rests, and walks out on the other."""
    across = path(t - temper.delay, (0.3, -1.6), (1.6, 0), (3.2, 0), (4.5, 1.6))
    moving = 0.3 < t - temper.delay < 1.6 or 3.2 < t - temper.delay < 4.5
    step = math.sin(2 * math.pi * 1.9 * t) if moving else 0.0
    return Pose(x=temper.side * across, y=0.008 * abs(step), lean=1.2 * step, turn=0.5 * min(1.0, abs(across)))


def come_closer(t: float, temper: Temper) -> Pose:
    """Comes up to the camera to read something, then sits back."""
    near = path(t - temper.delay, (0.4, 0), (1.3, 1), (2.3, 1), (3.0, -0.4), (3.8, -0.4), (4.4, 0))
    return Pose(zoom=1 + 0.3 * temper.vigour * near, y=0.02 * near, tilt=2 * near)


def fidget(t: float, temper: Temper) -> Pose:
    """Talks: the head is never still for long, the body hardly moves."""
    rest = path(t, (0.0, 0), (0.3, 1), (1.8, 1), (2.0, 0), (2.5, 0), (2.7, 1), (4.2, 1), (4.4, 0))
    phase = temper.delay * 7
    return Pose(
        tilt=rest * temper.vigour * (3 * math.sin(4.1 * t + phase) + 2 * math.sin(9.7 * t)),
        nod=rest * 0.012 * temper.vigour * math.sin(6.3 * t + phase),
        x=rest * 0.008 * math.sin(2.9 * t),
        lean=rest * 0.8 * math.sin(2.3 * t + phase),
    )


BEHAVIOURS: dict[str, Behaviour] = {
    "sway": sway,
    "nod": nod,
    "lean": lean,
    "turn-away": turn_away,
    "raise-hand": raise_hand,
    "walk": walk,
    "come-closer": come_closer,
    "fidget": fidget,
}


def path(t: float, *keys: tuple[float, float]) -> float:
    """The value at time t on a path through keys (time, value), easing in and out at each."""
    if t <= keys[0][0]:
        return keys[0][1]
    for (start, low), (end, high) in pairwise(keys):
        if t < end:
            part = (t - start) / (end - start)
            return low + (high - low) * part * part * (3 - 2 * part)
    return keys[-1][1]


def travelled(first: Pose, second: Pose) -> float:
    """Roughly how far the fastest part of the person moves between two poses, as a share of the frame's height."""
    turned = math.radians(abs(second.lean - first.lean) + 0.4 * abs(second.tilt - first.tilt))
    waved = 0.4 * math.radians(abs(second.wave - first.wave))
    shifted = abs(second.x - first.x) + abs(second.y - first.y) + abs(second.nod - first.nod)
    grown = 0.8 * abs(second.zoom - first.zoom) + 0.2 * abs(second.turn - first.turn)
    return shifted + turned + grown + max(0.6 * abs(second.hand - first.hand), waved)
