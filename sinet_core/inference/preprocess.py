"""Turns a BGR frame into a network's input."""
from __future__ import annotations

import cv2
import numpy as np

from sinet_core.arrays import Image, check_image


def resize_for_network(image: Image, size: tuple[int, int]) -> Image:
    """Shrinks (or enlarges) an image without aliasing; the aspect ratio is not kept.

    One linear pass from 720p to 224 skips most pixels, so edges flicker with every small movement.
    Halving until less than a factor of two is left costs a tenth of INTER_AREA and uses every pixel.

    Args:
        image: HxWx3 uint8 BGR.
        size: (height, width) of the network's input, px.

    Returns:
        height x width x 3 uint8 BGR.

    Raises:
        ValueError: an invalid image, or size is not positive.
    """
    check_image(image)
    height, width = size
    if height < 1 or width < 1:
        raise ValueError(f"size must be at least 1x1, got {height}x{width}")
    image = halve_towards(image, size)
    if image.shape[:2] == (height, width):
        return image
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def halve_towards(image: Image, size: tuple[int, int]) -> Image:
    """Averages neighbours along each axis separately until it is less than twice size (height, width)."""
    while True:
        height, width = image.shape[:2]
        half_height = (height + 1) // 2 if height >= 2 * size[0] else height
        half_width = (width + 1) // 2 if width >= 2 * size[1] else width
        if (half_height, half_width) == (height, width):
            return image
        # At a factor of two INTER_LINEAR weights both neighbours equally, like a box filter.
        half = cv2.resize(image, (half_width, half_height), interpolation=cv2.INTER_LINEAR)
        image = np.asarray(half, np.uint8)
