"""Blurs the room and only the room: the person's colours never bleed into it."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import AnyAlpha, Image, alpha_bytes, check_any_alpha, check_image, check_same_size
from sinet_core.native.blurring import MOST_CELL, blurred
from sinet_core.native.compiled import kernels
from sinet_core.upsampling import Sizes, sizes_of

Field = NDArray[np.float32]

LEAST_SHARE, MOST_SHARE = 0.012, 0.06  # sigma as a share of the frame's height at strength 0 and 100
LEAST_ROOM = 0.06  # cells that are less room than this are too coarse in 8 bits to tell its colour
LEAST_CELLS = 2.0  # sigma on the coarse grid that the blur is done on: below that its cells show
FAR_SHARE = 0.01  # how little wider surroundings count beside what is near


def blur_room(image: Image, alpha: AnyAlpha, strength: int, sizes: Sizes | None = None) -> Image:
    """The room, out of focus, as if the person were not there (normalised convolution on a pyramid).

    Strength 0 is a light blur, never none: who chose blur does not want to show the room. Bright
    spots spread as through a lens, since squared values, near to light itself, are averaged.

    Args:
        image: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1 or uint8 0..255 of the person.
        strength: 0..100.
        sizes: of the image, if they are known.

    Returns:
        HxWx3 uint8 BGR. Behind the person it is filled from the room around.

    Raises:
        ValueError: a wrong array, two sizes, or a strength outside 0..100.
    """
    check_image(image)
    check_any_alpha(alpha)
    check_same_size(image, alpha, "image and alpha")
    if not 0 <= strength <= 100:
        raise ValueError(f"strength must be 0..100, got {strength}")
    height, width = alpha.shape
    sigma = height * (LEAST_SHARE + (MOST_SHARE - LEAST_SHARE) * strength / 100)
    halvings = max(0, int(np.log2(max(1.0, sigma / LEAST_CELLS))))
    made = _blurred_natively(image, alpha, sizes, sigma, 2**halvings)
    if made is not None:
        return made
    light, weight = room_light(image, alpha, halvings)
    small = lens(light, weight, sigma / 2**halvings)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _blurred_natively(
    image: Image, alpha: AnyAlpha, sizes: Sizes | None, sigma: float, cell: int
) -> Image | None:
    """By a compiled kernel, on cells of so many px; None: there is none, or the picture is too small for it."""
    found = kernels()
    if found is None or cell == 1:
        return None
    sizes = sizes_of(image) if sizes is None else sizes
    fine, step = sizes.fine, sizes.fine_step
    if step == 1 and sizes.half is not None:
        fine, step = sizes.half, 2
    if cell < step or cell // step > MOST_CELL or min(image.shape[:2]) < cell:
        return None
    return blurred(found, fine, alpha_bytes(alpha), step, cell // step, sigma, LEAST_ROOM, FAR_SHARE)


def room_light(image: Image, alpha: AnyAlpha, halvings: int) -> tuple[Field, Field]:
    """The room's squared colours times how much of each coarse cell is room, and that weight, 0..1.

    Only pixels that are surely room count in full, so not even half-covered ones colour the blur.
    """
    person = alpha_bytes(alpha)
    picture = image
    if halvings:
        picture, person = _half(picture), _half(person)
    # Full where nobody is, nothing from a quarter of a person on; grown, since edges of alphas err.
    room = cv2.bitwise_not(cv2.convertScaleAbs(cv2.dilate(person, np.ones((3, 3), np.uint8)), alpha=4))
    shown = np.asarray(cv2.multiply(picture, cv2.cvtColor(room, cv2.COLOR_GRAY2BGR), scale=1 / 255), np.uint8)
    weight = np.asarray(room, np.uint8)
    for _ in range(halvings - 1):
        shown, weight = _half(shown), _half(weight)
    share = weight * np.float32(1 / 255)
    share[share < LEAST_ROOM] = 0
    mean = shown / np.maximum(share, np.float32(LEAST_ROOM))[..., None]
    return np.asarray(mean * mean * share[..., None], np.float32), share


def lens(light: Field, weight: Field, sigma: float) -> Image:
    """Blurs light / weight; where no room is near, ever wider surroundings speak. hxwx3 uint8."""
    light, weight = _with_surroundings(light, weight)
    total = cv2.GaussianBlur(light, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    count = cv2.GaussianBlur(weight, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    mean = np.sqrt(total / np.maximum(count, np.float32(1e-20))[..., None])
    return np.asarray(np.clip(mean + 0.5, 0, 255), np.uint8)


def _with_surroundings(light: Field, weight: Field) -> tuple[Field, Field]:
    rows, columns = weight.shape
    if min(rows, columns) < 4:
        # Not a pixel of room in sight: plain dark rather than a division by nothing.
        return light, weight + np.float32(1e-12)
    half = (columns // 2, rows // 2)
    wide_light = np.asarray(cv2.resize(light, half, interpolation=cv2.INTER_AREA), np.float32)
    wide_weight = np.asarray(cv2.resize(weight, half, interpolation=cv2.INTER_AREA), np.float32)
    wide_light, wide_weight = _with_surroundings(wide_light, wide_weight)
    size = (columns, rows)
    more_light = cv2.resize(wide_light, size, interpolation=cv2.INTER_LINEAR)
    more_weight = cv2.resize(wide_weight, size, interpolation=cv2.INTER_LINEAR)
    return light + np.float32(FAR_SHARE) * more_light, weight + np.float32(FAR_SHARE) * more_weight


def _half(image: Image) -> Image:
    rows, columns = (max(1, (side + 1) // 2) for side in image.shape[:2])
    return np.asarray(cv2.resize(image, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
