"""A room that must never be seen: a pattern that nothing else has, and a person who walks around in it."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from app.pipeline.frame import Image

MAGENTA, GREEN = (255, 0, 255), (0, 255, 0)
PERSON = (200, 200, 200)  # not the mean of the two: even when shrunk, the pattern must differ from the person
SQUARE_PX = 8
SIZE = (320, 180)


def raw_frame(index: int = 0, size: tuple[int, int] = SIZE, *, wide: bool = False) -> Image:
    """HxWx3 BGR: a checkerboard of two colours no background has, and a light person before a dark wall.

    The wall keeps the pattern off the person's edge, where a soft alpha may rightly mix. wide: person and
    wall together take two fifths of the picture.
    """
    width, height = size
    row, column = np.indices((height, width)) // SQUARE_PX
    image = np.where(((row + column) % 2)[:, :, None], MAGENTA, GREEN).astype(np.uint8)
    way = width // 2
    center = width // 4 + abs((index * 7 + way) % (2 * way) - way)  # to and fro, without a jump
    half, margin = (width // 12, width // 8) if wide else (width // 24, width // 16)
    cv2.rectangle(image, (center - half - margin, 0), (center + half + margin, height), (0, 0, 0), -1)
    cv2.rectangle(image, (center - half, height // 4), (center + half, height), PERSON, -1)
    return image


def marker_share(image: Image) -> float:
    """0..1: how much of an image is the room's pattern, even blended by half or less with something else."""
    blue, green, red = (image[:, :, channel].astype(int) for channel in range(3))
    magenta = (np.minimum(blue, red) - green) > 90
    pure_green = (green - np.maximum(blue, red)) > 90
    return float((magenta | pure_green).mean())


def person_share(image: Image) -> float:
    """0..1: how much of an image is the person."""
    return float((np.abs(image.astype(int) - PERSON[0]).max(axis=2) < 12).mean())


class TruthSegmenter:
    """Finds the person exactly: an alpha used on any other frame would show the pattern."""

    name = "truth"
    size = (96, 160)

    def alpha(self, image: Image) -> NDArray[np.float32]:
        small = cv2.resize(image, self.size[::-1], interpolation=cv2.INTER_NEAREST)
        person = np.abs(small.astype(int) - PERSON[0]).max(axis=2) < 12
        return np.asarray(person, np.float32)
