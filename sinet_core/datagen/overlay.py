"""A mask over its picture: a tint for the person, a line for the edge."""
from __future__ import annotations

import cv2
import numpy as np

from sinet_core.arrays import Image
from sinet_core.datagen.label_set import fitted

TINT_BGR = (230, 95, 98)
TINT = 0.45


def with_overlay(image: Image, mask: Image, color: tuple[int, int, int] = TINT_BGR) -> Image:
    """A new HxWx3 uint8 BGR array. image: HxWx3 uint8 BGR; mask: any size, uint8, alpha x 255."""
    mask = fitted(mask, image.shape[:2])
    weight = cv2.merge([cv2.convertScaleAbs(mask, alpha=TINT)] * 3)
    ground = cv2.multiply(image, cv2.bitwise_not(weight), scale=1 / 255)
    result = cv2.add(ground, cv2.multiply(np.full_like(image, color), weight, scale=1 / 255))
    thickness = max(1, round(max(image.shape[:2]) / 500))
    contours, _ = cv2.findContours((mask > 127).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(result, contours, -1, (20, 20, 20), thickness + 2, cv2.LINE_AA)
    cv2.drawContours(result, contours, -1, (255, 255, 255), thickness, cv2.LINE_AA)
    return np.asarray(result, np.uint8)


def with_long_side(image: Image, long_side_px: int) -> Image:
    """Resizes the picture so that its longer side has that length."""
    scale = long_side_px / max(image.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way), np.uint8)
