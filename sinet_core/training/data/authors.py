"""The paper authors' augmentation, as in their published training code.

Each picture is centred in the input with its aspect kept, then turned and zoomed about a point near the middle, on
grey. Colour, blur and noise then have a chance of one half each.
"""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageEnhance

from sinet_core.arrays import Image

TURN = 45.0  # degrees, in both directions
ZOOM = (0.5, 1.5)
SHIFT = 0.25  # of the input's side: distance from the middle to the point about which it turns and zooms
GREY = 128
CHANCE = 0.5
NOISE = 10.0  # maximum deviation
# (PIL's enhancement, range of its factor); a factor of 1 changes nothing.
COLORS = (
    (ImageEnhance.Color, (0.4, 1.6)),
    (ImageEnhance.Brightness, (0.4, 1.6)),
    (ImageEnhance.Contrast, (0.6, 1.4)),
    (ImageEnhance.Sharpness, (0.8, 1.2)),
)


def vary(image: Image, mask: Image, size: tuple[int, int], rng: np.random.Generator) -> tuple[Image, Image]:
    """A sample of size (height, width).

    Args:
        image: HxWx3 uint8 BGR; mask: HxW uint8, 0..255.

    Returns:
        (image, mask); the mask is hard, and empty outside the picture.
    """
    matrix = placed((image.shape[0], image.shape[1]), size, rng)
    target = size[1], size[0]
    grey = (GREY, GREY, GREY)
    varied = cv2.warpAffine(image, matrix, target, flags=cv2.INTER_LINEAR, borderValue=grey)
    hard = (mask > 127).astype(np.uint8) * np.uint8(255)
    label = cv2.warpAffine(hard, matrix, target, flags=cv2.INTER_NEAREST)
    if rng.random() < CHANCE:
        varied, label = cv2.flip(varied, 1), cv2.flip(label, 1)
    return degraded(np.asarray(varied, np.uint8), rng), np.asarray(label, np.uint8)


def placed(have: tuple[int, int], size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """2x3, picture px -> input px. have, size: (height, width) of the picture and the input."""
    height, width = size
    angle = np.radians(rng.uniform(-TURN, TURN))
    scale = rng.uniform(*ZOOM) * (width / (have[1] - 1) + height / (have[0] - 1)) / 2
    about = np.array([width, height]) / 2 + rng.uniform(-SHIFT, SHIFT, 2) * height
    turn = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    centred = (np.array([width, height]) - (np.array(have[::-1]) - 1)) / 2  # from the picture's centre to the input's
    return np.column_stack([turn, turn @ (centred - about) + about])


def degraded(image: Image, rng: np.random.Generator) -> Image:
    """Applies colour, blur and noise, each at random."""
    if rng.random() < CHANCE:
        image = _colored(image, rng)
    if rng.random() < CHANCE:
        image = _blurred(image, rng)
    if rng.random() < CHANCE:
        noise = rng.normal(0, rng.uniform(0, NOISE), image.shape)
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    return image


def _colored(image: Image, rng: np.random.Generator) -> Image:
    picture = Pillow.fromarray(np.ascontiguousarray(image[..., ::-1]))
    for enhance, (low, high) in COLORS:
        picture = enhance(picture).enhance(float(rng.uniform(low, high)))
    return np.ascontiguousarray(np.asarray(picture, np.uint8)[..., ::-1])


def _blurred(image: Image, rng: np.random.Generator) -> Image:
    kind, kernel = rng.random(), int(rng.choice((3, 5)))
    if kind < 0.3:
        return np.asarray(cv2.GaussianBlur(image, (kernel, kernel), 0), np.uint8)
    if kind < 0.6:
        return np.asarray(cv2.medianBlur(image, kernel), np.uint8)
    return np.asarray(cv2.blur(image, (kernel, kernel)), np.uint8)
