"""From a BGR frame to a network's input, and from its alpha back to frame size."""
from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, check_alpha, check_image


def resize_for_network(image: Image, size: tuple[int, int]) -> Image:
    """Shrinks (or enlarges) a picture without aliasing; the aspect ratio is not kept.

    One linear pass from 720p to 224 skips most pixels, so edges flicker with every small movement.
    Halving until less than a factor of two is left costs a tenth of INTER_AREA and sees every pixel.

    Args:
        image: HxWx3 uint8 BGR.
        size: (height, width) of the network's input, px.

    Returns:
        height x width x 3 uint8 BGR.

    Raises:
        ValueError: image is no such array, or size is not positive.
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
    """Averages neighbours, each axis on its own, until it is less than twice size (height, width)."""
    while True:
        height, width = image.shape[:2]
        half_height = (height + 1) // 2 if height >= 2 * size[0] else height
        half_width = (width + 1) // 2 if width >= 2 * size[1] else width
        if (half_height, half_width) == (height, width):
            return image
        # At a factor of two INTER_LINEAR weighs both neighbours equally: it is the box filter.
        half = cv2.resize(image, (half_width, half_height), interpolation=cv2.INTER_LINEAR)
        image = np.asarray(half, np.uint8)


def network_input(
    image: Image, size: tuple[int, int], mean: Sequence[float], std: Sequence[float]
) -> NDArray[np.float32]:
    """Shrinks a picture and normalises it: (x - mean) / std, channel by channel.

    Args:
        image: HxWx3 uint8 BGR.
        size: (height, width) of the network's input, px.
        mean, std: three values each, in BGR order and in the units of the picture (0..255).

    Returns:
        (1, 3, height, width) float32, contiguous.

    Raises:
        ValueError: a wrong array, size, or number of values; a std that is not positive.
    """
    if len(mean) != 3 or len(std) != 3 or min(std) <= 0:
        raise ValueError(f"mean and std must have three values, std above 0, got {mean} and {std}")
    shrunk = resize_for_network(image, size)
    centred = shrunk.astype(np.float32) - np.asarray(mean, np.float32)
    scaled = centred / np.asarray(std, np.float32)
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])


def alpha_to_frame(alpha: Alpha, size: tuple[int, int]) -> Alpha:
    """Brings an alpha to frame size without looking at the frame (see sinet_core.matting.matte for better).

    Args:
        alpha: HxW float32 0..1.
        size: (width, height) of the frame, px.

    Returns:
        height x width float32 0..1.

    Raises:
        ValueError: alpha is no such array, or size is not positive.
    """
    check_alpha(alpha)
    width, height = size
    if height < 1 or width < 1:
        raise ValueError(f"size must be at least 1x1, got {width}x{height}")
    return np.asarray(cv2.resize(alpha, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
