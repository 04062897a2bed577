"""What the skin of a palm looks like: rosy fingertips and heels, a pale hollow, lines, the veins of the wrist.

Painted in the hand's own flat coordinates (see hand.py): a picture of WIDE x HIGH metres whose lower left corner lies
at (LEFT, LOW). Colours are sRGB 0..255 in cv2's order.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from arm.hand import Hand

Picture = NDArray[np.float32]

LEFT, LOW, WIDE, HIGH = -0.11, 0.17, 0.22, 0.22
SIZE = 1400
SKIN = (148, 176, 216)
ROSY = (118, 134, 208)
PALE = (166, 196, 226)
VEIN = (158, 160, 176)


def place(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres (N, 2: x and z) to 0..1 across and up, as UV coordinates."""
    return (points - (LEFT, LOW)) / (WIDE, HIGH)


def _pixels(points: object) -> NDArray[np.float64]:
    return place(np.asarray(points, float)) * (SIZE, -SIZE) + (0, SIZE)


def _spots(spots: list[tuple[float, float, float]]) -> Picture:
    """Soft round spots (x, z, radius) in metres, 0..1."""
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    total = np.zeros((SIZE, SIZE), np.float32)
    for sx, sz, radius in spots:
        px, py = _pixels((sx, sz))
        total = np.maximum(total, np.exp(-((x - px) ** 2 + (y - py) ** 2) / (radius * SIZE / WIDE) ** 2))
    return total


def _lines(lines: list[tuple[list[tuple[float, float]], float, float]]) -> Picture:
    """Curves through points in metres, (points, width in metres, depth), soft, tapering at both ends."""
    drawn = np.zeros((SIZE, SIZE), np.float32)
    for points, width, depth in lines:
        steps = np.linspace(0, 1, 60)
        knots = np.linspace(0, 1, len(points))
        curve = np.stack([_smooth(steps, knots, np.array(points)[:, i]) for i in (0, 1)], axis=1)
        canvas = np.zeros_like(drawn)
        pixels = _pixels(curve)
        for i, (a, b) in enumerate(pairwise(pixels)):
            strength = depth * min(1.0, 5 * min(i, 58 - i) / 58 + 0.15)
            ends = [tuple(int(v * 16) for v in p) for p in (a, b)]
            cv2.line(canvas, *ends, strength, max(1, round(width * SIZE / WIDE)), cv2.LINE_AA, 4)
        drawn = np.maximum(drawn, cv2.GaussianBlur(canvas, (0, 0), 1.6))
    return drawn


def _smooth(at: NDArray[np.float64], knots: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.polyval(np.polyfit(knots, values, min(3, len(knots) - 1)), at)


def _finger_lines(hand: Hand) -> list[tuple[list[tuple[float, float]], float, float]]:
    lines = []
    for finger in (2, 3, 4, 5):
        half = 0.0075 if finger < 5 else 0.0062
        first, last = hand.bones[f"finger{finger}-1.R"], hand.bones[f"finger{finger}-3.R"]
        middle = hand.bones[f"finger{finger}-2.R"].head
        for at, depth, shifts in (
            (0.62 * middle + 0.38 * first.head, 0.6, (-0.0010, 0.0011)),
            (middle, 0.7, (-0.0009, 0.0012)),
            (last.head, 0.5, (0.0,)),
        ):
            for shift in shifts:
                x, z = at[0], at[2] + shift
                lines.append(([(x - half, z), (x, z - 0.0008), (x + half, z)], 0.0005, depth))
    return lines


def creases(hand: Hand) -> Picture:
    """How deep the skin is folded, 0..1."""
    foot = hand.bones["wrist.R"].head[2]
    main = [
        ([(-0.036, foot + 0.062), (-0.018, foot + 0.060), (0.006, foot + 0.070), (0.020, foot + 0.088)], 0.0009, 0.9),
        ([(0.036, foot + 0.066), (0.020, foot + 0.060), (0.000, foot + 0.050), (-0.022, foot + 0.036)], 0.0008, 0.8),
        ([(0.036, foot + 0.068), (0.018, foot + 0.054), (0.006, foot + 0.030), (0.006, foot + 0.008)], 0.0009, 0.9),
        ([(-0.024, foot + 0.004), (0.0, foot + 0.001), (0.022, foot + 0.004)], 0.0008, 0.7),
        ([(-0.023, foot - 0.004), (0.0, foot - 0.007), (0.021, foot - 0.004)], 0.0006, 0.5),
    ]
    return np.clip(_lines(main + _finger_lines(hand)), 0, 1)


def paint(hand: Hand) -> Picture:
    """The skin's colour (SIZE, SIZE, 3)."""
    foot = hand.bones["wrist.R"].head[2]
    rosy = [(b.tail[0], b.tail[2] - 0.006, 0.012) for n, b in hand.bones.items() if n.endswith("-3.R")]
    rosy += [(0.026, foot + 0.03, 0.017), (-0.024, foot + 0.03, 0.018)]
    rosy += [(hand.bones[f"finger{f}-1.R"].head[0], foot + 0.088, 0.011) for f in (2, 3, 4, 5)]
    rng = np.random.default_rng(5)
    blotch = cv2.GaussianBlur(rng.standard_normal((SIZE, SIZE)).astype(np.float32), (0, 0), 34)
    fine = cv2.GaussianBlur(rng.standard_normal((SIZE, SIZE)).astype(np.float32), (0, 0), 7)
    uneven = 0.10 * blotch / blotch.std() + 0.05 * fine / fine.std()
    veins = _lines([([(-0.004, foot - 0.05), (0.003, foot - 0.02), (-0.002, foot + 0.006)], 0.003, 0.5)])
    skin = np.broadcast_to(np.array(SKIN, np.float32), (SIZE, SIZE, 3))
    for colour, amount in (
        (PALE, 0.8 * _spots([(-0.003, foot + 0.048, 0.016)])),
        (ROSY, np.clip(0.75 * _spots(rosy) + uneven, 0, 1)),
        (VEIN, cv2.GaussianBlur(veins, (0, 0), 6)),
        ((96, 112, 180), 0.26 * creases(hand)),
    ):
        skin = skin + (np.array(colour, np.float32) - skin) * amount[..., None]
    return skin
