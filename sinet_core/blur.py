"""Blurs the room and only the room: the person's colours never bleed into it."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image, check_alpha, check_image, check_same_size
from sinet_core.preprocess import halve_towards

LEAST_SHARE, MOST_SHARE = 0.012, 0.07  # sigma as a share of the frame's height at strength 0 and 100
LOW_SIGMA_PX = 2.0  # the blur that remains at low resolution: below that blocks show


def blur_room(image: Image, alpha: Alpha, strength: int) -> Image:
    """The room, blurred as if the person were not there (normalised convolution on a pyramid).

    Strength 0 is a light blur, never none: who chose blur does not want to show the room.

    Args:
        image: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1 of the person.
        strength: 0..100.

    Returns:
        HxWx3 uint8 BGR.

    Raises:
        ValueError: a wrong array, two sizes, or a strength outside 0..100.
    """
    check_image(image)
    check_alpha(alpha)
    check_same_size(image, alpha, "image and alpha")
    if not 0 <= strength <= 100:
        raise ValueError(f"strength must be 0..100, got {strength}")
    height, width = alpha.shape
    sigma = height * (LEAST_SHARE + (MOST_SHARE - LEAST_SHARE) * strength / 100)
    factor = max(1.0, sigma / LOW_SIGMA_PX)
    low = (max(1, round(height / factor)), max(1, round(width / factor)))
    room, weight = weighted_room(image, alpha, low)
    blurred = normalised_blur(room, weight, LOW_SIGMA_PX)
    full = cv2.resize(blurred, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full, np.uint8)


def weighted_room(image: Image, alpha: Alpha, low: tuple[int, int]) -> tuple[NDArray[np.float32], Alpha]:
    """The picture without the person, and how much of each pixel that is, at size low (height, width)."""
    half = halve_towards(image, (2 * low[0], 2 * low[1]))
    height, width = half.shape[:2]
    person = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_AREA)
    person = cv2.dilate(person, np.ones((3, 3), np.uint8))
    weight = np.clip(1 - 1.5 * np.asarray(person, np.float32), 0, 1)
    room = half.astype(np.float32) * weight[..., None]
    wide = (low[1], low[0])
    small_room = cv2.resize(room, wide, interpolation=cv2.INTER_AREA)
    small_weight = cv2.resize(weight, wide, interpolation=cv2.INTER_AREA)
    return np.asarray(small_room, np.float32), np.asarray(small_weight, np.float32)


def normalised_blur(room: NDArray[np.float32], weight: Alpha, sigma: float) -> Image:
    """Blurs room / weight; where no room is near, ever wider surroundings speak."""
    total, count = room, weight
    share = np.float32(1.0)
    sums = np.zeros_like(room)
    counts = np.zeros_like(weight)
    for _ in range(4):
        total, count = _gauss(total, sigma), _gauss(count, sigma)
        sums += share * total
        counts += share * count
        share *= np.float32(1e-3)
        sigma *= 2.5
    mean = room.sum(axis=(0, 1)) / max(float(weight.sum()), 1e-6)
    filled = (sums + 1e-9 * mean) / (counts + 1e-9)[..., None]
    return np.asarray(np.clip(filled + 0.5, 0, 255), np.uint8)


def _gauss(array: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(array, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE), np.float32)
