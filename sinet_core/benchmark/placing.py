"""How people sit before a webcam: how near, where in the frame, and how much the lower border cuts off."""
from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.cutouts import Cutout

NEAR, USUAL, FAR = (0.95, 1.15), (0.75, 0.95), (0.45, 0.75)
DISTANCES = ((0.35, NEAR), (0.45, USUAL), (0.2, FAR))  # probability, and the person's height in the frame
MAX_SINK = 0.03  # cut-outs end at the shoulders, so there is not much to hide


@dataclass(frozen=True)
class Place:
    """Lengths are shares of the frame's, except for sink.

    Attributes:
        height: of the person, including the part below the frame.
        x: centre of the person.
        sink: the part below the frame, as a share of the person's height.
        lean: degrees.
        mirrored: left and right swapped.
    """

    height: float
    x: float
    sink: float
    lean: float
    mirrored: bool


def draw_place(rng: np.random.Generator) -> Place:
    """One person, mostly near the middle, rarely partly outside the frame."""
    low, high = DISTANCES[int(rng.choice(len(DISTANCES), p=[often for often, _ in DISTANCES]))][1]
    return Place(
        height=float(rng.uniform(low, high)),
        x=float(np.clip(rng.normal(0.5, 0.13), 0.08, 0.92)),
        sink=float(rng.uniform(0, MAX_SINK)),
        lean=float(np.clip(rng.normal(0, 2.5), -6, 6)),
        mirrored=bool(rng.random() < 0.5),
    )


def draw_pair(rng: np.random.Generator) -> tuple[Place, Place]:
    """Two people, one behind and beside the other."""
    front, behind = draw_place(rng), draw_place(rng)
    side = 1 if rng.random() < 0.5 else -1
    height = float(np.clip(front.height, 0.4, 0.9))
    apart = float(rng.uniform(0.14, 0.24))
    return (
        Place(height, 0.5 + side * apart, front.sink, front.lean, front.mirrored),
        Place(height * float(rng.uniform(0.7, 1)), 0.5 - side * apart, 0.0, behind.lean, behind.mirrored),
    )


def stand(cutout: Cutout, place: Place, frame_size: tuple[int, int]) -> tuple[Image, Alpha]:
    """The person in the frame: (HxWx3 uint8 BGR, HxW float32 0..1). frame_size: (width, height) px.

    However they lean, the cut lower edge of their picture stays below the frame's lower border.
    """
    width, height = frame_size
    left, top, right, bottom = cutout.box
    scale = place.height * height / (bottom - top)
    image, alpha, scale, shrunk = _shrunk(cutout, scale)
    lean = math.radians(place.lean)
    across = (-scale if place.mirrored else scale), scale
    turn = np.array([[math.cos(lean), -math.sin(lean)], [math.sin(lean), math.cos(lean)]]) * across
    foot = np.array([(left + right) / 2, alpha.shape[0] / shrunk]) * shrunk
    drop = abs(math.sin(lean)) * scale * shrunk * (right - left) / 2 + place.sink * place.height * height + 1
    goal = np.array([place.x * width, height + drop])
    matrix = np.column_stack([turn, goal - turn @ foot])
    person = cv2.warpAffine(image, matrix, frame_size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.warpAffine(alpha, matrix, frame_size, flags=cv2.INTER_LINEAR)
    return np.asarray(person, np.uint8), np.asarray(np.clip(share, 0, 1), np.float32)


def _shrunk(cutout: Cutout, scale: float) -> tuple[Image, Alpha, float, float]:
    """(image, alpha, the scale left to apply, the scale applied): large reductions average areas first."""
    if scale >= 0.7:
        return cutout.image, cutout.alpha, scale, 1.0
    image, alpha = (
        cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        for part in (cutout.image, cutout.alpha)
    )
    return np.asarray(image, np.uint8), np.asarray(alpha, np.float32), 1.0, scale
