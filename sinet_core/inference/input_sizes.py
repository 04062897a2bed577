"""The network's input size for a frame, by its aspect.

Upright frames are squashed to squares: measured best, since the network is trained on squares and wide pictures.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Effort = Literal["finest", "fine", "full", "light", "least"]
Size = tuple[int, int]

WIDE, CLASSIC, UPRIGHT = 16 / 9, 4 / 3, 3 / 4
LEAST_WIDE, LEAST_CLASSIC = 1.5, 0.87
SIZES: dict[float, dict[Effort, Size]] = {
    WIDE: {"finest": (224, 384), "fine": (192, 320), "full": (160, 256), "light": (128, 224), "least": (96, 160)},
    CLASSIC: {"finest": (192, 256), "fine": (192, 256), "full": (160, 224), "light": (128, 192), "least": (128, 128)},
    UPRIGHT: {"finest": (224, 224), "fine": (224, 224), "full": (192, 192), "light": (160, 160), "least": (128, 128)},
}
"""Kind of aspect -> effort -> (height, width), multiples of 32."""
SECOND_SIZES: dict[float, Size] = {WIDE: (160, 256), CLASSIC: (192, 256), UPRIGHT: (224, 224)}
"""Kind of aspect -> (height, width) of the second look, which only "finest" has: see two_looks.py."""


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
    CLASSIC: BestSizes((192, 256), (320, 416), 0.5),
    UPRIGHT: BestSizes((224, 224), (288, 288), 0.5),
}


def network_size(frame_size: tuple[int, int], effort: Effort = "full") -> Size:
    """(height, width) of the network's input for a frame of (width, height) px; (0, 0), unknown, counts as wide.

    Raises:
        ValueError: a negative side.
    """
    return SIZES[_kind_of_aspect(frame_size)][effort]


def second_size(frame_size: tuple[int, int], effort: Effort) -> Size | None:
    """As network_size, for the second look; None if there is only one."""
    return SECOND_SIZES[_kind_of_aspect(frame_size)] if effort == "finest" else None


def best_sizes(frame_size: tuple[int, int]) -> BestSizes:
    """As network_size, for files of the best quality: see sinet_core.inference.mean_of_networks."""
    return BEST_SIZES[_kind_of_aspect(frame_size)]


def _kind_of_aspect(frame_size: tuple[int, int]) -> float:
    width, height = frame_size
    if width < 0 or height < 0:
        raise ValueError(f"frame size must not be negative, got {width}x{height}")
    if not (width and height):
        return WIDE
    aspect = width / height
    if aspect >= LEAST_WIDE:
        return WIDE
    return CLASSIC if aspect >= LEAST_CLASSIC else UPRIGHT
