"""How the person of the demo clip moves: smooth periodic sway, nods and blinks, as maps for cv2.remap.

Everything is a function of `time` in 0..1 over the loop and built from whole numbers of turns, so that the last frame
leads into the first.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from gesture import FRAMES, raised
from numpy.typing import NDArray

Float = NDArray[np.float32]

WIDTH, HEIGHT = 1280, 720
SCALE = 1.9  # portrait pixels to clip pixels
FOOT = 346.0  # portrait row that lies on the clip's lower edge: just above the helmet
MIDDLE = 204.0  # portrait column that lies on the clip's centre line
HEAD = (227.0, 118.0)  # portrait coordinates of the chin's middle: the head tilts about it
EYES = ((202.5, 101.0), (246.5, 103.0))
BLINKS = (0.13, 0.49, 0.545, 0.83)  # when in the loop the eyes close
BLINK_LENGTH = 0.016


def wave(time: float, *parts: tuple[float, int, float]) -> float:
    """Sum of amplitude * sin(turns * time + phase): periodic, but too irregular to look like a pendulum."""
    return sum(a * math.sin(2 * math.pi * turns * time + phase) for a, turns, phase in parts)


def smoothstep(value: Float, start: float, end: float) -> Float:
    t = np.clip((value - start) / (end - start), 0, 1)
    return t * t * (3 - 2 * t)


def clip_grid() -> tuple[Float, Float]:
    """For every clip pixel, the portrait point under it when she sits still."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    return (x - WIDTH / 2) / SCALE + MIDDLE, (y - HEIGHT) / SCALE + FOOT


def lean(time: float) -> float:
    """How far she leans to the right, portrait pixels; a little away from the hand that she raises."""
    return wave(time, (6.0, 1, 0.3), (2.6, 2, 1.9), (0.8, 5, 0.7)) + 5.0 * raised(time * FRAMES)


def body(x: Float, y: Float, time: float) -> tuple[Float, Float]:
    """Lean and breath: grows with the height above the lower edge, which itself only slides."""
    rise = np.clip((FOOT - y) / FOOT, 0, 1.2)
    closer = 1 + wave(time, (0.022, 1, 2.4), (0.008, 3, 0.2))
    breath = wave(time, (0.9, 3, 0.0)) * smoothstep(y, 330, 240)
    x = (x - MIDDLE) / closer + MIDDLE - lean(time) * (0.35 + 0.65 * rise**1.3)
    y = FOOT + (y - FOOT) / closer + breath
    lifted = 3.5 * raised(time * FRAMES) * smoothstep(-x, -95, -50) * smoothstep(y, 225, 265)
    return x, y + lifted


def head(x: Float, y: Float, time: float) -> tuple[Float, Float]:
    """Tilt, nod and a slight turn of the head, faded out between chin and collar."""
    weight = smoothstep(y, 196, 150)
    angle = wave(time, (0.028, 1, 1.1), (0.016, 2, 0.4), (0.006, 5, 2.0)) * weight
    angle -= 0.035 * raised(time * FRAMES) * weight  # towards the hand
    nod = wave(time, (2.0, 2, 0.8), (0.9, 3, 2.2), (0.4, 7, 0.1)) * weight
    dx, dy = x - HEAD[0], y - HEAD[1] - 52
    turned = wave(time, (0.010, 2, 2.0), (0.006, 3, 1.0)) * weight * np.exp(-((dx / 60) ** 2))
    tilted_x = HEAD[0] + np.cos(angle) * dx + np.sin(angle) * dy - 90 * turned
    tilted_y = HEAD[1] + 52 - np.sin(angle) * dx + np.cos(angle) * dy - nod
    return tilted_x, tilted_y


def closing(time: float) -> float:
    """How far the eyes are shut, 0..1."""
    return max(max(0.0, 1 - abs((time - at + 0.5) % 1 - 0.5) / BLINK_LENGTH) for at in BLINKS) ** 0.6


def blink(x: Float, y: Float, shut: float) -> tuple[Float, Float]:
    """Stretch the skin of the upper lid down over each eye and press what is under it into the lash line."""
    if shut <= 0:
        return x, y
    for ex, ey in EYES:
        lid, lash, rim, below = ey - 9.5, ey - 4.2, ey + 4.6, ey + 7.0
        edge = lash + (ey + 3.2 - lash) * shut
        lowered = np.interp(y, [lid, edge, rim + 0.2 * shut, below], [lid, lash, rim, below]).astype(np.float32)
        weight = np.exp(-(((x - ex) / 12.5) ** 6)) * ((y > lid) & (y < below))
        y = y + (lowered - y) * weight
    return x, y


def maps(time: float) -> tuple[Float, Float]:
    """The pair of maps for cv2.remap from the portrait to the clip at this moment."""
    x, y = clip_grid()
    x, y = body(x, y, time)
    x, y = head(x, y, time)
    x, y = blink(x, y, closing(time))
    return x.astype(np.float32), y.astype(np.float32)


def take(picture: NDArray[np.generic], place: tuple[Float, Float]) -> NDArray[np.generic]:
    return cv2.remap(picture, place[0], place[1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
