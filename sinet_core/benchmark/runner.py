"""Runs recipes over clips, side by side: each frame is made once, and every recipe gets the same one."""
from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sinet_core.arrays import Alpha, Image, check_alpha
from sinet_core.benchmark.clips import Clip, Moment
from sinet_core.benchmark.meter import Figures, Meter, Score, mean_figures
from sinet_core.benchmark.recipes import LooksAhead, Recipe
from sinet_core.errors import DataError


@dataclass(frozen=True)
class Result:
    """The figures of a run.

    Attributes:
        scores: clip -> recipe -> score, in the order of the run.
        has_truth: clip -> whether its truth is known.
        frames: of all clips together.
        sizes: the frame sizes that occurred, (width, height) px.
    """

    scores: dict[str, dict[str, Score]]
    has_truth: dict[str, bool]
    frames: int
    sizes: frozenset[tuple[int, int]]

    def mean(self, recipe: str, *, with_truth: bool) -> Figures:
        """A recipe's mean over all clips with truth, or over all others."""
        return mean_figures(
            [scores[recipe] for clip, scores in self.scores.items() if self.has_truth[clip] == with_truth]
        )


def run_benchmark(
    clips: Sequence[Clip],
    recipes: Sequence[Recipe | LooksAhead],
    *,
    every: int = 1,
    settle: int = 0,
    on_frame: Callable[[], object] = lambda: None,
    clock: Callable[[], float] = time.perf_counter,
) -> Result:
    """Measures every recipe on every clip.

    Args:
        every: Grad and Conn are measured once in this many frames.
        settle: frames at the start of a clip that are processed but not measured, since in practice a live
            matte has been running for a while.
        on_frame: called after each frame, for a progress bar.
        clock: returns seconds.

    Raises:
        DataError: a clip cannot be read, or has no frames to measure.
    """
    scores: dict[str, dict[str, Score]] = {}
    frames, sizes = 0, set()
    for clip in clips:
        runs = [_Run(recipe, every, clock) for recipe in recipes]
        count = 0
        for moment in clip.moments():
            moment.frame.flags.writeable = False  # no recipe may change what the next one sees
            for run in runs:
                run.step(moment, measured=count >= settle)
            sizes.add((moment.frame.shape[1], moment.frame.shape[0]))
            count += 1
            on_frame()
        for run in runs:
            run.finish()
        if count <= settle:
            raise DataError(f"Clip '{clip.name}' has {count} frames", f"It must have more than {settle}.")
        frames += count
        scores[clip.name] = {run.recipe.name: run.meter.score() for run in runs}
    return Result(scores, {clip.name: clip.has_truth for clip in clips}, frames, frozenset(sizes))


class _Run:
    """Measures one recipe on one clip."""

    def __init__(self, recipe: Recipe | LooksAhead, every: int, clock: Callable[[], float]) -> None:
        self.recipe = recipe
        self.meter = Meter(every)
        self._clock = clock
        self._state: Any = None
        self._waiting: deque[tuple[Moment, bool, float]] = deque()

    def step(self, moment: Moment, *, measured: bool) -> None:
        start = self._clock()
        alpha, self._state = self.recipe.step(moment.frame, self._state)
        self._waiting.append((moment, measured, (self._clock() - start) * 1e3))
        if alpha is not None:
            self._add(alpha)

    def finish(self) -> None:
        """The alphas that a recipe that looks ahead still owes."""
        rest = getattr(self.recipe, "rest", lambda _state: ())
        for alpha in rest(self._state):
            self._add(alpha)
        if self._waiting:
            raise ValueError(f"'{self.recipe.name}' kept the alphas of {len(self._waiting)} frames to itself")

    def _add(self, alpha: Alpha) -> None:
        """Adds the alpha of the frame that has waited longest."""
        moment, measured, taken_ms = self._waiting.popleft()
        check_alpha(alpha)
        _check_size(self.recipe.name, alpha.shape, moment.frame)
        if measured:
            self.meter.add(alpha, moment, taken_ms)


def _check_size(recipe: str, shape: tuple[int, ...], frame: Image) -> None:
    if shape != frame.shape[:2]:
        raise ValueError(f"alpha of '{recipe}' must be of frame size {frame.shape[:2]}, got {shape}")
