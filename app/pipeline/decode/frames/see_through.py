"""Partly transparent images: blended over grey for viewing, and restored for cutting out a person."""
from __future__ import annotations

import cv2
import numpy as np

from app.pipeline.frame import Image, Opacity

NEUTRAL_GREY = 128
OPAQUE = 255


def over_grey(image: Image, opacity: Opacity) -> Image:
    """HxWx3 uint8 BGR over neutral grey, so that no hidden colour shows."""
    share = cv2.merge([opacity] * 3)
    grey = cv2.multiply(cv2.bitwise_not(share), np.full(4, NEUTRAL_GREY, np.float64), scale=1 / OPAQUE)
    return np.asarray(cv2.add(cv2.multiply(image, share, scale=1 / OPAQUE), grey), np.uint8)


def without_grey(image: Image, opacity: Opacity) -> Image:
    """The inverse of over_grey; black where fully transparent."""
    share = opacity.astype(np.float32)[..., None] / OPAQUE
    own = (image.astype(np.float32) - NEUTRAL_GREY * (1 - share)) / np.maximum(share, 1 / OPAQUE)
    return np.where(share > 0, np.clip(np.rint(own), 0, 255), 0).astype(np.uint8)


def known_opacity(opacity: Opacity) -> Opacity | None:
    """The same; None where all is opaque."""
    return None if opacity.min(initial=OPAQUE) == OPAQUE else opacity
