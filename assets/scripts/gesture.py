"""When and how far the person of the demo clip raises her hand: smooth functions of the frame's number.

The arm's renderer and the clip's compositor both read them, so that body and arm move as one. Lengths are pixels of
the clip, angles radians; positive angles lean to the left of the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SECONDS, FPS = 9, 30
FRAMES = SECONDS * FPS
UP, RISE = 69, 28  # the frame at which the hand starts to rise, and how many it takes
SWING = 20  # frames that one wave takes
DOWN = UP + RISE + 3 * SWING + 6  # the frame, near the end of a swing, from which it all runs backwards
ELBOW = (292.0, 772.0)  # where the elbow is while she waves: just below the picture
REST = (330.0, 1330.0)  # where it is while the hand lies in her lap


def ease(value: float) -> float:
    """0 to 1 with neither end abrupt."""
    t = min(max(value, 0.0), 1.0)
    return t * t * t * (t * (6 * t - 15) + 10)


def moment(frame: float) -> float:
    """The frame between UP and the first wave's end that has the same pose: waves repeat, the hand sinks as it rose."""
    first = UP + RISE
    if frame < first:
        return frame
    return first + (frame - first) % SWING if frame < DOWN else first + (DOWN - first) % SWING - (frame - DOWN)


def raised(frame: float) -> float:
    """How far the hand is up, 0 (out of the picture) to 1."""
    return ease((moment(frame) - UP) / RISE)


def waving(frame: float) -> float:
    """How much it waves, 0..1: it begins on the way up and ends on the way down."""
    return ease((moment(frame) - UP - 0.4 * RISE) / (0.6 * RISE))


@dataclass(frozen=True)
class Arm:
    """The arm at a moment: where its elbow is, how the forearm leans, how hand and fingers bend."""

    elbow: tuple[float, float]
    lean: float
    tip: float  # of the hand against the forearm, in the picture's plane
    nod: float  # of the hand towards the camera
    turn: float  # of the forearm about itself
    curl: float  # of the fingers


def arm(frame: float) -> Arm:
    """The arm's pose at a frame of the clip, or between two."""
    up, wave = raised(frame), waving(frame)
    phase = 2 * math.pi * (moment(frame) - UP - RISE) / SWING
    swing = math.sin(phase)
    late = math.sin(phase - 0.75)  # the hand follows the forearm, and the fingers the hand
    x, y = (rest + (elbow - rest) * up for rest, elbow in zip(REST, ELBOW, strict=True))
    return Arm(
        elbow=(x + 5 * wave * swing, y + 4 * wave * math.cos(2 * phase)),
        lean=0.13 * up - 0.42 * (1 - up) + 0.15 * wave * swing,
        tip=0.05 + 0.24 * wave * late,
        nod=0.75 * (1 - up) + 0.06 + 0.05 * wave * math.sin(phase - 1.3),
        turn=0.5 * (1 - up) - 0.12 + 0.10 * wave * late,
        curl=0.65 * (1 - up) + 0.05 + 0.05 * wave * math.sin(phase - 1.6),
    )


def picture_of(frame: int) -> int | None:
    """The number of the rendered picture of the arm at a frame; None while it cannot be seen."""
    return int(moment(frame)) if raised(frame) >= 0.12 else None


def pictures() -> list[int]:
    """The numbers of the pictures of the arm that have to be rendered."""
    return sorted({number for i in range(FRAMES) if (number := picture_of(i)) is not None})
