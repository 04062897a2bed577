"""Brings a background to the size of a frame."""
from __future__ import annotations

import cv2
import numpy as np

from sinet_core.arrays import Image, check_image


def fit_cover(image: Image, size: tuple[int, int]) -> Image:
    """Scales a picture to fill size, centred, and crops the rest.

    Args:
        image: HxWx3 uint8 BGR.
        size: (width, height), px.

    Returns:
        height x width x 3 uint8 BGR.

    Raises:
        ValueError: an invalid image, or size is not positive.
    """
    check_image(image)
    width, height = size
    if width < 1 or height < 1:
        raise ValueError(f"size must be at least 1x1, got {width}x{height}")
    rows, columns = image.shape[:2]
    scale = max(width / columns, height / rows)
    crop_width = min(columns, max(1, round(width / scale)))
    crop_height = min(rows, max(1, round(height / scale)))
    left, top = (columns - crop_width) // 2, (rows - crop_height) // 2
    crop = image[top : top + crop_height, left : left + crop_width]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (width, height), interpolation=how), np.uint8)
