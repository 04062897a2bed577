"""The network's input size for a frame: close to its aspect, so that nobody is squashed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Effort = Literal["finest", "fine", "full", "light", "least"]
Size = tuple[int, int]

WIDE, SQUARE, TALL = 16 / 9, 4 / 3, 9 / 16
BETWEEN_WIDE_AND_SQUARE, BETWEEN_SQUARE_AND_TALL = 1.5, 0.72
SIZES: dict[float, dict[Effort, Size]] = {
    WIDE: {"finest": (224, 384), "fine": (192, 320), "full": (160, 256), "light": (128, 224), "least": (96, 160)},
    SQUARE: {"finest": (192, 256), "fine": (192, 256), "full": (160, 224), "light": (128, 192), "least": (128, 128)},
    TALL: {"finest": (384, 224), "fine": (320, 192), "full": (256, 160), "light": (224, 128), "least": (160, 96)},
}
"""Nearest aspect -> effort -> (height, width), multiples of 32."""
SECOND_SIZES: dict[float, Size] = {WIDE: (160, 256), SQUARE: (192, 256), TALL: (256, 160)}
"""Nearest aspect -> (height, width) of the second look, which only "finest" has: see two_looks.py."""


@dataclass(frozen=True)
class BestSizes:
    """Two (height, width) for files that may take their time.

    Attributes:
        small: fills whoever is close.
        large: has finer and steadier edges.
        far: the larger one's weight, 0..1, for people far away.
    """

    small: Size
    large: Size
    far: float


BEST_SIZES: dict[float, BestSizes] = {
    WIDE: BestSizes((192, 320), (256, 448), 1.0),
    SQUARE: BestSizes((192, 256), (320, 416), 0.5),
    TALL: BestSizes((320, 192), (448, 256), 0.5),
}


def network_size(frame_size: tuple[int, int], effort: Effort = "full") -> Size:
    """(height, width) of the network's input for a frame of (width, height) px; (0, 0), unknown, counts as wide.

    Raises:
        ValueError: a negative side.
    """
    return SIZES[_nearest_aspect(frame_size)][effort]


def second_size(frame_size: tuple[int, int], effort: Effort) -> Size | None:
    """As network_size, for the second look; None if there is only one."""
    return SECOND_SIZES[_nearest_aspect(frame_size)] if effort == "finest" else None


def best_sizes(frame_size: tuple[int, int]) -> BestSizes:
    """As network_size, for files of the best quality: see sinet_core.inference.mean_of_networks."""
    return BEST_SIZES[_nearest_aspect(frame_size)]


def _nearest_aspect(frame_size: tuple[int, int]) -> float:
    width, height = frame_size
    if width < 0 or height < 0:
        raise ValueError(f"frame size must not be negative, got {width}x{height}")
    if not (width and height):
        return WIDE
    aspect = width / height
    if aspect >= BETWEEN_WIDE_AND_SQUARE:
        return WIDE
    return SQUARE if aspect >= BETWEEN_SQUARE_AND_TALL else TALL
