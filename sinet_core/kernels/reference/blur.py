"""The room out of focus: a normalised convolution on a pyramid of squared colours."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha8, Image
from sinet_core.kernels.interface import Sizes
from sinet_core.kernels.parameters import BLUR

Field = NDArray[np.float32]


def blur(
    sizes: Sizes, image: Image, alpha8: Alpha8, *, sigma: float, halvings: int  # noqa: ARG001 - halved otherwise
) -> Image:
    """See sinet_core.kernels.interface.FrameKernels."""
    light, weight = room_light(image, alpha8, halvings)
    small = lens(light, weight, sigma / 2**halvings)
    height, width = alpha8.shape
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def room_light(image: Image, alpha8: Alpha8, halvings: int) -> tuple[Field, Field]:
    """The room's squared colours times how much of each coarse cell is room, and that weight, 0..1.

    Only pixels that are surely room count fully, so not even half-covered ones colour the blur.
    """
    picture, person = image, alpha8
    if halvings:
        picture, person = _half(picture), _half(person)
    # Full weight where nobody is, none from a quarter of a person on; dilated, since edges of alphas err.
    room = cv2.bitwise_not(cv2.convertScaleAbs(cv2.dilate(person, np.ones((3, 3), np.uint8)), alpha=4))
    shown = np.asarray(cv2.multiply(picture, cv2.cvtColor(room, cv2.COLOR_GRAY2BGR), scale=1 / 255), np.uint8)
    weight = np.asarray(room, np.uint8)
    for _ in range(halvings - 1):
        shown, weight = _half(shown), _half(weight)
    part = weight * np.float32(1 / 255)
    part[part < BLUR.least_room] = 0
    mean = shown / np.maximum(part, np.float32(BLUR.least_room))[..., None]
    return np.asarray(mean * mean * part[..., None], np.float32), part


def lens(light: Field, weight: Field, sigma: float) -> Image:
    """Blurs light / weight; where no room is near, ever wider surroundings fill in. hxwx3 uint8."""
    light, weight = _with_surroundings(light, weight)
    total = cv2.GaussianBlur(light, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    count = cv2.GaussianBlur(weight, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    mean = np.sqrt(total / np.maximum(count, np.float32(1e-20))[..., None])
    return np.asarray(np.clip(mean + 0.5, 0, 255), np.uint8)


def _with_surroundings(light: Field, weight: Field) -> tuple[Field, Field]:
    rows, columns = weight.shape
    if min(rows, columns) < 4:
        # Without a pixel of room in sight: plain dark instead of a division by zero.
        return light, weight + np.float32(1e-12)
    half = (columns // 2, rows // 2)
    wide_light = np.asarray(cv2.resize(light, half, interpolation=cv2.INTER_AREA), np.float32)
    wide_weight = np.asarray(cv2.resize(weight, half, interpolation=cv2.INTER_AREA), np.float32)
    wide_light, wide_weight = _with_surroundings(wide_light, wide_weight)
    size = (columns, rows)
    more_light = cv2.resize(wide_light, size, interpolation=cv2.INTER_LINEAR)
    more_weight = cv2.resize(wide_weight, size, interpolation=cv2.INTER_LINEAR)
    return light + np.float32(BLUR.far_share) * more_light, weight + np.float32(BLUR.far_share) * more_weight


def _half(image: Image) -> Image:
    rows, columns = (max(1, (side + 1) // 2) for side in image.shape[:2])
    return np.asarray(cv2.resize(image, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
