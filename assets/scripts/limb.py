"""The rendered arm of the demo clip (render_arm.py) before the body: placed, blurred as it moves, with its shadow."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from gesture import FRAMES, Arm, arm, picture_of
from motion import HEIGHT, SCALE, WIDTH, Float, lean
from numpy.typing import NDArray

LEFT, TOP = 64, 128  # where the rendered crop lies in the clip: arm.scene.BORDER
HALF = WIDTH // 2  # the arm never leaves the left half
SHUTTER = 0.36  # of a frame's time that the sensor is open
REACH = 90.0  # pixels that the arm goes on below the crop: what moves up must not end in the air
SHIFT = (38.0, -4.0)  # pixels from where the arm was rendered to where it looks best beside the body
GAIN = (0.98, 1.02, 1.04)  # BGR: from the renderer's light to the portrait's
KEPT = (0.92, 0.78)  # how much of its own colour skin keeps, and cloth, which is purer
PURE = (0.45, 0.75)  # the saturation of skin, and of cloth
SHADE = 0.42  # how dark the arm's shadow on the suit is
SHADE_AT, SHADE_SOFT = (26, 20), 22.0  # pixels that it falls to the right and down, and its softness


@lru_cache(maxsize=64)
def _picture(path: Path) -> Float:
    """The left half of the clip and REACH more below it (H, W, 4), colours multiplied by alpha, 0..255 and 0..1."""
    pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise SystemExit(f"{path} is missing: make it with render_arm.py")
    crop = pixels.astype(np.float32) / 65535
    alpha = cv2.GaussianBlur(crop[..., 3], (0, 0), 0.6)[..., None]
    colours = crop[..., :3] * 255
    grey = colours.mean(axis=2, keepdims=True)
    purity = 1 - crop[..., :3].min(axis=2) / np.maximum(crop[..., :3].max(axis=2), 1e-3)
    kept = np.interp(purity, PURE, KEPT).astype(np.float32)[..., None]
    colours = np.clip((grey + kept * (colours - grey)) * np.array(GAIN, np.float32), 0, 255)
    arm_only = np.concatenate([colours * alpha, alpha], axis=2)
    right = HALF - LEFT - crop.shape[1]
    above = cv2.copyMakeBorder(arm_only, TOP, 0, LEFT, right, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    return cv2.copyMakeBorder(above, 0, int(REACH), 0, 0, cv2.BORDER_REPLICATE)


def _steps(frame: int) -> NDArray[np.float64]:
    """Moments while the shutter is open, close enough that no ghosts can be told apart."""
    before, after = arm(frame - SHUTTER / 2), arm(frame + SHUTTER / 2)
    way = math.dist(before.elbow, after.elbow) + 560 * abs(after.lean - before.lean)
    return np.linspace(-SHUTTER / 2, SHUTTER / 2, 2 * min(int(way / 2), 16) + 1)


def _moved(before: Arm, after: Arm) -> Float:
    """The matrix (2, 3) that carries the forearm from one pose to another."""
    turn = after.lean - before.lean  # leaning left is counter-clockwise on the screen
    c, s = math.cos(turn), math.sin(turn)
    (ex, ey), (ax, ay) = before.elbow, after.elbow
    return np.array([[c, s, ax - c * ex - s * ey], [-s, c, ay + s * ex - c * ey]], np.float32)


def limb(folder: Path, frame: int) -> Float | None:
    """The arm (H, HALF, 4) in front of the body at a frame, premultiplied; None while it cannot be seen."""
    number = picture_of(frame)
    if number is None:
        return None
    picture = _picture(folder / f"{number:03d}.png")
    sway = 0.62 * SCALE * lean(frame / FRAMES)
    steps = _steps(frame)
    total = np.zeros((HEIGHT, HALF, 4), np.float32)
    for step in steps:
        matrix = _moved(arm(frame), arm(frame + float(step)))
        matrix[:, 2] += (SHIFT[0] + sway, SHIFT[1])
        total += cv2.warpAffine(picture, matrix, (HALF, HEIGHT), flags=cv2.INTER_LINEAR)
    return total / len(steps)


def shadow(alpha: Float) -> Float:
    """How much light (H, HALF, 1) the arm leaves on the body behind it."""
    matrix = np.array([[1, 0, SHADE_AT[0]], [0, 1, SHADE_AT[1]]], np.float32)
    fallen = cv2.GaussianBlur(cv2.warpAffine(alpha, matrix, (HALF, HEIGHT)), (0, 0), SHADE_SOFT)
    return 1 - SHADE * fallen[..., None]
