"""Which networks look at a frame, and at what input size, by the frame's aspect and by how much work it may be.

Upright frames are squashed to squares: measured best, since the networks are trained on squares and wide pictures.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Effort = Literal["best", "finest", "fine", "full", "light", "least"]
Network = Literal["sinet", "sinet-wide"]
"""The shipped networks: as in the paper, and with 1.5 times the channels (docs/decisions/0045)."""
Size = tuple[int, int]


@dataclass(frozen=True)
class Look:
    """One pass of a network over a frame. size: (height, width) of the input, multiples of 32."""

    size: Size
    network: Network = "sinet"


Looks = tuple[Look, ...]
"""One, or two, of which the second sees the mirror image: see two_looks.py."""

WIDE, CLASSIC, UPRIGHT = 16 / 9, 4 / 3, 3 / 4
LEAST_WIDE, LEAST_CLASSIC = 1.5, 0.87
LOOKS: dict[float, dict[Effort, Looks]] = {
    WIDE: {
        "best": (Look((224, 384), "sinet-wide"), Look((160, 256), "sinet-wide")),
        "finest": (Look((224, 384)), Look((160, 256))),
        "fine": (Look((192, 320)),),
        "full": (Look((160, 256)),),
        "light": (Look((128, 224)),),
        "least": (Look((96, 160)),),
    },
    CLASSIC: {
        "best": (Look((192, 256), "sinet-wide"), Look((160, 224), "sinet-wide")),
        "finest": (Look((192, 256)), Look((160, 224))),
        "fine": (Look((192, 256)),),
        "full": (Look((160, 224)),),
        "light": (Look((128, 192)),),
        "least": (Look((128, 128)),),
    },
    UPRIGHT: {
        "best": (Look((224, 224), "sinet-wide"), Look((224, 224), "sinet-wide")),
        "finest": (Look((224, 224)), Look((224, 224))),
        "fine": (Look((224, 224)),),
        "full": (Look((192, 192)),),
        "light": (Look((160, 160)),),
        "least": (Look((128, 128)),),
    },
}
"""Kind of aspect -> effort -> looks, from the most work to the least."""


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


BEST_NETWORK: Network = "sinet-wide"
BEST_SIZES: dict[float, BestSizes] = {
    WIDE: BestSizes((192, 320), (256, 448), 1.0),
    CLASSIC: BestSizes((192, 256), (320, 416), 0.5),
    UPRIGHT: BestSizes((224, 224), (288, 288), 0.5),
}


def looks_at(frame_size: tuple[int, int], effort: Effort = "full") -> Looks:
    """The looks at a frame of (width, height) px; (0, 0), unknown, counts as wide.

    Raises:
        ValueError: a negative side.
    """
    return LOOKS[_kind_of_aspect(frame_size)][effort]


def best_sizes(frame_size: tuple[int, int]) -> BestSizes:
    """As looks_at, for files of the best quality: see sinet_core.inference.mean_of_networks."""
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
