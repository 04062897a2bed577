"""What was measured as best for each kernel; both back ends work by these numbers."""
from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOW_CELLS = 16  # optical flow needs a picture of at least as many cells a side

RADIUS_SHARE = 0.015  # of the frame's diagonal: how far a network's edge may be off
NARROW_SHARE, WIDE_SHARE = 0.012, 0.04  # of the frame's diagonal: the windows that edge colours are taken from


@dataclass(frozen=True)
class SmoothingRules:
    """Smoothing over time. Levels are 0..255 of the coarse grid, where sensor noise is mostly averaged away.

    Attributes:
        reach: cells around what changed in which motion is searched for.
        least_cells: of the grid's shorter side, and of the part in which motion is searched for: less is too small.
        most_exposure: levels. A whole picture that changes by more is another picture.
        most_noise, noise_factor: levels, and how many times the noise still counts as no change.
        still: levels. A change up to still + noise_factor x noise is none.
        moving: levels from which on the old alpha no longer belongs to its place.
        cut_share: of the picture in motion; more is another picture.
        carried: cells. Less motion is noise.
        quick: of the grid's longer side. More motion begins to be too quick to carry alpha along; twice as much is.
        unexplained: levels from which on a carried alpha does not belong to its place either.
        doubted, disbelieved: disagreement of old and new alpha.
        belief: weight of a new alpha that disagrees and that the picture does not explain.
        stirs: motion of a cell, 0..1, from which on it counts as moving. Beside motion a network that is sure of
            another answer is right: who went may have been of the wall's own colour.
        near: cells from a moving one; within half of it a sure network is believed in full.
        differs, opposes: change of alpha from which on the answer counts as another one, and does so in full.
        leaning, certain: 2 x distance of the new alpha from 0.5 from which on it is sure, and is so in full.
        trust: weight of a sure answer near motion: a ghost is gone within three frames, one odd answer is not all.
    """

    reach: int = 12
    least_cells: int = 32
    most_exposure: float = 24.0
    most_noise: float = 3.0
    still: float = 4.0
    noise_factor: float = 1.5
    moving: float = 11.0
    cut_share: float = 0.65
    carried: float = 0.15
    quick: float = 1 / 80
    unexplained: float = 24.0
    doubted: float = 0.35
    disbelieved: float = 0.85
    belief: float = 0.2
    stirs: float = 0.47
    near: float = 24.0
    differs: float = 0.1
    opposes: float = 0.35
    leaning: float = 0.8
    certain: float = 0.96
    trust: float = 0.5

    def __post_init__(self) -> None:
        if self.least_cells < FLOW_CELLS or self.reach < 0:
            raise ValueError(f"motion is found in {FLOW_CELLS} cells or more, got {self}")


@dataclass(frozen=True)
class GuideLevels:
    """Alpha along the frame's edges.

    Attributes:
        low, high: of a network's alpha, become 0 and 1: its doubt is wider than the edge, and the filter blurs more.
        within: an alpha this near to 0 or 1 in a whole neighbourhood is not touched.
        epsilon: colour variance, levels squared: contrast below 2 % is noise, not an edge.
        beyond: how far outside 0..1 a guided value may lie: linear functions overshoot.
        tremble, turn: a change of alpha up to the first is noise; from the second on it is meant.
    """

    low: float = 0.16
    high: float = 0.82
    within: float = 0.05
    epsilon: float = 4e-4 * 255.0**2
    beyond: float = 0.25
    tremble: float = 0.2
    turn: float = 0.6


@dataclass(frozen=True)
class IslandLimits:
    """Small regions and holes. Shares are of the whole picture.

    Attributes:
        seen, solid: an island ends where alpha falls below the first, a hole where it rises above the second; what
            is left of either beyond is so near to 0 or 1 that the upsampling's stretch takes it.
        believed: mean alpha from which on a region is believed.
        doubtful_share: a separate region smaller than this goes if it is not believed.
        island_share: a separate region smaller than this goes: it is a lamp, not a person.
        hole_share: a hole smaller than this is a network's doubt; a bigger one may be the gap of an arm on a hip.
        ramp_low, ramp_high: times these limits: a region that grows appears slowly and does not pop.
    """

    seen: float = 0.1
    solid: float = 0.9
    believed: float = 0.55
    doubtful_share: float = 0.04
    island_share: float = 0.012
    hole_share: float = 0.0015
    ramp_low: float = 0.5
    ramp_high: float = 1.5


@dataclass(frozen=True)
class GateGrain:
    """How finely the motion gate looks.

    Attributes:
        patch: cells a side, about, that a change of light is judged by.
        block: cells a side, about, that motion is judged by: 32 px of a 720p frame.
        least_spread: levels between dark and bright patches from which on a gain can be told.
    """

    patch: int = 8
    block: int = 4
    least_spread: float = 16.0

    def __post_init__(self) -> None:
        if min(self.patch, self.block) < 1:
            raise ValueError(f"patches and blocks have at least one cell, got {self}")


def _pure() -> NDArray[np.float32]:
    table = np.asarray((np.arange(256, dtype=np.float32) / 255) ** 6, np.float32)
    table.flags.writeable = False
    return table


@dataclass(frozen=True, eq=False)
class EdgeColors:
    """How mean colours around an edge are found.

    Attributes:
        wide_weight: of the wide window beside the narrow one.
        least_weight: of the cell itself.
        pure: 256 float32, how much a cell of that alpha x 255 says of the person's colour: nearly pure pixels speak
            for the person, mixed ones hardly.
    """

    wide_weight: float = 0.02
    least_weight: float = 1e-5
    pure: NDArray[np.float32] = field(default_factory=_pure)

    def __post_init__(self) -> None:
        if self.pure.shape != (256,) or self.pure.dtype != np.float32:
            raise ValueError(f"a weight for each of 256 levels is needed, got {self.pure.shape} {self.pure.dtype}")


@dataclass(frozen=True)
class BlurLimits:
    """The room out of focus.

    Attributes:
        least_room: a cell that is less room than this, 0..1, is too coarse in 8 bits to tell the room's colour.
        far_share: how little wider surroundings count beside what is near.
    """

    least_room: float = 0.06
    far_share: float = 0.01


SMOOTHING = SmoothingRules()
GUIDE = GuideLevels()
ISLANDS = IslandLimits()
GATE = GateGrain()
EDGE_COLORS = EdgeColors()
BLUR = BlurLimits()


def names_of(parameters: type[Any]) -> str:
    """The numbers of a class above, in the order in which C has them, separated by spaces."""
    return " ".join(each.name for each in fields(parameters) if each.name != "pure")


@lru_cache(maxsize=16)
def numbers_of(parameters: Any) -> dict[str, float]:
    """The same with their values. Not to be changed."""
    return {name: getattr(parameters, name) for name in names_of(type(parameters)).split()}


def box_size(size: tuple[int, ...], step: int) -> int:
    """Side of the guided filter's window in grid cells, odd, for a frame of (height, width)."""
    return max(3, 2 * round(RADIUS_SHARE * float(np.hypot(size[0], size[1])) / step) + 1)


def windows_of(size: tuple[int, ...], step: int) -> tuple[int, int]:
    """Sides of the narrow and the wide window for edge colours in grid cells, odd, for a frame of (height, width)."""
    diagonal = math.hypot(size[0], size[1]) / step
    return 2 * round(NARROW_SHARE * diagonal / 2) + 1, 2 * round(WIDE_SHARE * diagonal / 2) + 1
