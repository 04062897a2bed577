"""A drawn forearm with an open hand, since no cut-outs with raised hands and exact truth are available."""
from __future__ import annotations

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image

FINER = 4  # supersampling factor, which gives the soft edge
# Start (x, y), end (x, y) and radius, as shares of the height; x from the middle, y from the top.
FINGERS = (
    ((-0.075, 0.25), (-0.115, 0.08), 0.021),
    ((-0.025, 0.23), (-0.035, 0.03), 0.023),
    ((0.025, 0.23), (0.040, 0.04), 0.022),
    ((0.070, 0.26), (0.105, 0.11), 0.019),
    ((-0.070, 0.36), (-0.165, 0.25), 0.025),
)
PALM = ((-0.042, 0.28), (0.042, 0.28), (0.035, 0.38), (-0.035, 0.38), 0.042)
WRIST = ((0.0, 0.38), (0.0, 0.55), 0.056)
SLEEVE = ((0.0, 0.60), (0.0, 1.2), 0.088)


def draw_arm(
    height: int, skin: tuple[float, float, float], sleeve: tuple[float, float, float]
) -> tuple[Image, Alpha]:
    """A forearm from the fingertips down to the elbow.

    Args:
        height: px.
        skin, sleeve: BGR 0..255.

    Returns:
        (height x width x 3 uint8 BGR, height x width float32 alpha 0..1), width about half the height.
    """
    size = (FINER * height, FINER * round(0.55 * height))
    hand, cloth = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    for start, end, radius in (*FINGERS, WRIST):
        _limb(hand, start, end, radius)
    corners = np.array([_point(hand, corner) for corner in PALM[:4]], np.int32)
    cv2.fillPoly(hand, [corners], 255)
    cv2.polylines(hand, [corners], True, 255, round(2 * PALM[4] * size[0]))
    _limb(cloth, *SLEEVE)
    whole = cv2.max(hand, cloth)
    colors = np.where(cloth[..., None] > 0, np.array(sleeve, np.float32), np.array(skin, np.float32))
    picture = colors * _shade(np.asarray(whole, np.uint8))
    small = (size[1] // FINER, height)
    image = cv2.resize(np.clip(picture, 0, 255).astype(np.float32), small, interpolation=cv2.INTER_AREA)
    alpha = cv2.resize(whole, small, interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255)
    return np.rint(image).astype(np.uint8), np.asarray(cv2.GaussianBlur(alpha, (0, 0), 0.7), np.float32)


def _limb(canvas: Image, start: tuple[float, float], end: tuple[float, float], radius: float) -> None:
    thickness = max(1, round(2 * radius * canvas.shape[0]))
    cv2.line(canvas, _point(canvas, start), _point(canvas, end), 255, thickness)


def _point(canvas: Image, share: tuple[float, float]) -> tuple[int, int]:
    height, width = canvas.shape[:2]
    return round(width / 2 + share[0] * height), round(share[1] * height)


def _shade(shape: Image) -> Alpha:
    """HxWx1 float32 around 1: darker towards the outline, as on a round object."""
    depth = np.asarray(cv2.distanceTransform(shape, cv2.DIST_L2, 3), np.float32)
    round_part = np.clip(depth / max(1.0, 0.03 * shape.shape[0]), 0, 1)
    return np.asarray(0.78 + 0.25 * np.sqrt(round_part), np.float32)[..., None]
