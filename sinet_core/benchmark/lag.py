"""Lag: how many frames later than the truth an alpha follows a step.

Wherever a pixel's truth crosses from one side to the other and stays there, the alpha's course around
the step is recorded frame by frame. The mean course tells when the alpha was half-way; the lag is how
much later that is than in the truth's own course. Edges that are a little off do not count as lag: they
come too early where a person arrives and too late where they leave.
"""
from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha

BEFORE, AFTER = 4, 12  # frames for which a pixel must stay on one side, and then on the other
SPARSE = 4  # every fourth pixel of every fourth row is enough
MIN_PIXELS = 20
MIN_RISE = 0.2  # an alpha that hardly moves follows nothing

Curve = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class StepResponse:
    """Sums of the courses of truth and alpha around steps, BEFORE + 1 + AFTER frames each, and the pixel count."""

    truth: Curve = field(default_factory=lambda: np.zeros(BEFORE + 1 + AFTER))
    alpha: Curve = field(default_factory=lambda: np.zeros(BEFORE + 1 + AFTER))
    pixels: int = 0

    def __add__(self, other: StepResponse) -> StepResponse:
        return StepResponse(self.truth + other.truth, self.alpha + other.alpha, self.pixels + other.pixels)

    @property
    def lag(self) -> float | None:
        """In frames; None if there was no step, or the alpha did not follow at all."""
        if self.pixels < MIN_PIXELS:
            return None
        ways = [half_way(curve / self.pixels) for curve in (self.truth, self.alpha)]
        return None if ways[0] is None or ways[1] is None else ways[1] - ways[0]


def half_way(curve: Curve) -> float | None:
    """When a rising curve is first half-way between its ends, in frames, interpolated linearly."""
    low, high = float(curve[0]), float(curve[-1])
    if high - low < MIN_RISE:
        return None
    middle = (low + high) / 2
    later = int(np.argmax(curve >= middle))
    return later - float((curve[later] - middle) / (curve[later] - curve[later - 1]))


class StepWatch:
    """Finds steps in a clip as its frames arrive. Use a new one for each clip."""

    def __init__(self) -> None:
        self._truths: deque[Alpha] = deque(maxlen=BEFORE + 1 + AFTER)
        self._alphas: deque[Alpha] = deque(maxlen=BEFORE + 1 + AFTER)
        self.response = StepResponse()

    def add(self, alpha: Alpha, truth: Alpha) -> None:
        """Adds the next frame; both HxW float32 0..1."""
        self._truths.append(truth[::SPARSE, ::SPARSE].copy())
        self._alphas.append(alpha[::SPARSE, ::SPARSE].copy())
        if len(self._truths) == self._truths.maxlen:
            truths, alphas = np.stack(self._truths), np.stack(self._alphas)
            self.response += _rising(truths, alphas) + _rising(1 - truths, 1 - alphas)


def _rising(truths: NDArray[np.float32], alphas: NDArray[np.float32]) -> StepResponse:
    """Upward steps in the frame after BEFORE; both (frames, H, W)."""
    below, above = truths[:BEFORE] < 0.5, truths[BEFORE:] >= 0.5
    steps = below.all(axis=0) & above.all(axis=0) & (truths[0] < 0.1) & (truths[-1] > 0.9)
    count = int(np.count_nonzero(steps))
    if not count:
        return StepResponse()
    return StepResponse(
        truths[:, steps].sum(axis=1, dtype=np.float64), alphas[:, steps].sum(axis=1, dtype=np.float64), count
    )
