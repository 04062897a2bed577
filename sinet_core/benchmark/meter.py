"""Figures of one recipe on one clip, collected frame by frame.

MAD, MSE, Grad, Conn and dtSSD are those of Robust Video Matting (Lin, Yang, Saleemi, Sengupta, WACV
2022), with its units: MAD and MSE x 1e3, Grad and Conn / 1e3, dtSSD x 1e2; sinet_core.matte_metrics
says where each comes from. Flicker x 1e3 and lag, in frames, are our own.
"""
from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.clips import Moment
from sinet_core.benchmark.lag import StepResponse, StepWatch
from sinet_core.matte_metrics import connectivity_error, dtssd, flicker, gradient_error, mad, mse
from sinet_core.metrics import Confusion, boundary_confusion


@dataclass(frozen=True)
class Figures:
    """The figures; None where one cannot be measured. Lower is better, except for boundary_f1 (0..1).

    Attributes:
        flicker: mean absolute change of alpha, x 1e3, where neither the frame nor the true alpha changes.
        lag: frames until alpha follows a step.
        step_ms: median wall-clock time of the whole recipe per frame.
    """

    mad: float | None = None
    mse: float | None = None
    grad: float | None = None
    conn: float | None = None
    dtssd: float | None = None
    boundary_f1: float | None = None
    flicker: float | None = None
    lag: float | None = None
    step_ms: float | None = None


@dataclass(frozen=True)
class Score:
    """The figures, and the step response from which the lag over several clips can be computed."""

    figures: Figures
    steps: StepResponse


class Meter:
    """Measures one recipe on one clip.

    every: Grad and Conn, which are slow, are measured only once in this many frames.
    """

    def __init__(self, every: int = 1) -> None:
        self._every = every
        self._sums: dict[str, list[float]] = {}
        self._edges = Confusion()
        self._steps = StepWatch()
        self._last: tuple[Alpha, Moment] | None = None
        self._count = 0

    def add(self, alpha: Alpha, moment: Moment, step_ms: float | None = None) -> None:
        """The next frame. alpha: HxW float32 0..1 at frame size.

        Raises:
            ValueError: the sizes differ.
        """
        if moment.truth is not None:
            self._compare(alpha, moment.truth)
        if self._last is not None and self._last[0].shape == alpha.shape:
            self._compare_in_time(self._last, (alpha, moment))
        if step_ms is not None:
            self._note("step_ms", step_ms)
        self._last = alpha, moment
        self._count += 1

    def score(self) -> Score:
        """The figures so far."""
        means = {name: float(np.mean(values)) for name, values in self._sums.items() if name != "step_ms"}
        if "mad" in means:
            means["boundary_f1"] = self._edges.f1
        if "step_ms" in self._sums:
            means["step_ms"] = float(np.median(self._sums["step_ms"]))
        return Score(Figures(**means, lag=self._steps.response.lag), self._steps.response)

    def _compare(self, alpha: Alpha, truth: Alpha) -> None:
        self._note("mad", mad(alpha, truth) * 1e3)
        self._note("mse", mse(alpha, truth) * 1e3)
        self._edges += boundary_confusion(alpha > 0.5, truth > 0.5)
        self._steps.add(alpha, truth)
        if self._count % self._every == 0:
            self._note("grad", gradient_error(alpha, truth) / 1e3)
            self._note("conn", connectivity_error(alpha, truth) / 1e3)

    def _compare_in_time(self, before: tuple[Alpha, Moment], now: tuple[Alpha, Moment]) -> None:
        alphas = before[0], now[0]
        frames: tuple[Image, Image] = before[1].frame, now[1].frame
        truths = None
        if before[1].truth is not None and now[1].truth is not None:
            truths = before[1].truth, now[1].truth
            self._note("dtssd", dtssd(alphas, truths) * 1e2)
        self._note("flicker", flicker(alphas, frames, truths) * 1e3)

    def _note(self, name: str, value: float) -> None:
        self._sums.setdefault(name, []).append(value)


def mean_figures(scores: list[Score]) -> Figures:
    """Mean over clips, equally weighted; the lag is computed from all their steps together."""
    means: dict[str, float | None] = {}
    for name in (item.name for item in fields(Figures)):
        values = [value for score in scores if (value := getattr(score.figures, name)) is not None]
        means[name] = float(np.mean(values)) if values else None
    means["lag"] = sum((score.steps for score in scores), StepResponse()).lag
    return Figures(**means)
