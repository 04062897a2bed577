"""Each kernel's constants, found best by measurement; both back ends use them."""
from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOW_CELLS = 16  # minimum cells per side for optical flow

RADIUS_SHARE = 0.015  # of the frame's diagonal: how far off a network's edge may be
NARROW_SHARE, WIDE_SHARE = 0.012, 0.04  # of the frame's diagonal: the windows from which edge colours are taken


@dataclass(frozen=True, eq=False)
class SmoothingRules:
    """Smoothing over time. Levels are 0..255 of the coarse grid, where sensor noise is mostly averaged away.

    Attributes:
        reach: cells around a change in which motion is searched for.
        least_cells: minimum size of the grid's shorter side, and of the part in which motion is searched for.
        most_exposure: levels. If the whole frame changes by more, it is a cut.
        most_noise, noise_factor: limit of the noise in levels, and the multiple of it that still counts as no change.
        still: levels. A change up to still + noise_factor x noise counts as none.
        moving: levels of change at which the old alpha no longer belongs to its place.
        cut_share: of the frame in motion; more means a cut.
        carried: cells. Less motion is noise.
        quick: of the grid's longer side. Faster motion carries less alpha along; at twice this, none.
        unexplained: levels of change left after motion at which a carried alpha does not belong to its place either.
        doubted, disbelieved: disagreement of old and new alpha.
        belief: weight of a new alpha that disagrees although the frame does not explain it.
        stirs: motion of a cell, 0..1, from which it counts as moving. Near motion a network that is sure of a
            different answer is right: the person who left may have had the wall's own colour.
        near: distance in cells from a moving one; within half of it a sure network is fully believed.
        differs, opposes: change of alpha at which the answer starts to count as different, and does so fully.
        leaning, certain: 2 x distance of the new alpha from 0.5 at which it starts to count as sure, and does so fully.
        trust: weight of a sure answer near motion: a ghost disappears within three frames, and a single odd answer
            does not take over.
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
            raise ValueError(f"optical flow needs {FLOW_CELLS} cells or more, got {self}")


@dataclass(frozen=True, eq=False)
class GuideLevels:
    """Alpha along the frame's edges.

    Attributes:
        low, high: of a network's alpha, become 0 and 1: its doubt is wider than the edge, and the filter widens it.
        within: an alpha this near to 0 or 1 over a whole neighbourhood is left alone.
        epsilon: colour variance, levels squared; contrast below 2 % is noise, not an edge.
        beyond: how far outside 0..1 a guided value may lie: linear functions overshoot.
        tremble, turn: a change of alpha up to the first is noise; from the second it is real.
    """

    low: float = 0.16
    high: float = 0.82
    within: float = 0.05
    epsilon: float = 4e-4 * 255.0**2
    beyond: float = 0.25
    tremble: float = 0.2
    turn: float = 0.6


@dataclass(frozen=True, eq=False)
class IslandLimits:
    """Small regions and holes. Shares are of the whole frame.

    Attributes:
        seen, solid: an island ends where alpha falls below the first, a hole where it rises above the second; the rest
            of either is so near to 0 or 1 that the upsampling's stretch removes it.
        believed: mean alpha from which a region is believed.
        doubtful_share: a separate region smaller than this is removed if it is not believed.
        island_share: a separate region smaller than this is removed: it is a lamp, not a person.
        hole_share: a hole smaller than this is a network's doubt; a bigger one may be the gap behind a bent arm.
        ramp_low, ramp_high: factors on these limits, so that a growing region appears slowly and does not pop.
    """

    seen: float = 0.1
    solid: float = 0.9
    believed: float = 0.55
    doubtful_share: float = 0.04
    island_share: float = 0.012
    hole_share: float = 0.0015
    ramp_low: float = 0.5
    ramp_high: float = 1.5


@dataclass(frozen=True, eq=False)
class GateGrain:
    """The resolution of the motion gate.

    Attributes:
        patch: approximate cells per side of the patches used to judge a change of light.
        block: approximate cells per side of the blocks used to judge motion: 32 px of a 720p frame.
        least_spread: minimum levels between dark and bright patches for estimating a gain.
    """

    patch: int = 8
    block: int = 4
    least_spread: float = 16.0

    def __post_init__(self) -> None:
        if min(self.patch, self.block) < 1:
            raise ValueError(f"patches and blocks need at least one cell, got {self}")


def _pure() -> NDArray[np.float32]:
    table = np.asarray((np.arange(256, dtype=np.float32) / 255) ** 6, np.float32)
    table.flags.writeable = False
    return table


@dataclass(frozen=True, eq=False)
class EdgeColors:
    """How mean colours around an edge are computed.

    Attributes:
        wide_weight: of the wide window relative to the narrow one.
        least_weight: of the cell itself.
        pure: 256 float32, the weight for the person's colour of a cell by its alpha x 255: nearly pure pixels count,
            mixed ones hardly.
    """

    wide_weight: float = 0.02
    least_weight: float = 1e-5
    pure: NDArray[np.float32] = field(default_factory=_pure)

    def __post_init__(self) -> None:
        if self.pure.shape != (256,) or self.pure.dtype != np.float32:
            raise ValueError(f"pure must be 256 float32, got {self.pure.shape} {self.pure.dtype}")


@dataclass(frozen=True, eq=False)
class BlurLimits:
    """The room out of focus.

    Attributes:
        least_room: a cell with a smaller share of room, 0..1, cannot show the room's colour in 8 bits.
        far_share: weight of wider surroundings relative to near ones.
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
    """The names of a parameter class's fields in C's order, separated by spaces."""
    return " ".join(each.name for each in fields(parameters) if each.name != "pure")


@lru_cache(maxsize=16)
def numbers_of(parameters: Any) -> dict[str, float]:
    """The same with their values. Must not be modified."""
    return {name: getattr(parameters, name) for name in names_of(type(parameters)).split()}


def box_size(size: tuple[int, ...], step: int) -> int:
    """Side of the guided filter's window in grid cells, odd, for a frame of (height, width)."""
    return max(3, 2 * round(RADIUS_SHARE * float(np.hypot(size[0], size[1])) / step) + 1)


def windows_of(size: tuple[int, ...], step: int) -> tuple[int, int]:
    """Sides of the narrow and the wide window for edge colours in grid cells, odd, for a frame of (height, width)."""
    diagonal = math.hypot(size[0], size[1]) / step
    return 2 * round(NARROW_SHARE * diagonal / 2) + 1, 2 * round(WIDE_SHARE * diagonal / 2) + 1
