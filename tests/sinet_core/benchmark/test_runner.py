from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
import pytest

from sinet_core.benchmark.clips import Moment
from sinet_core.benchmark.report import as_json, table
from sinet_core.benchmark.runner import run_benchmark
from sinet_core.errors import DataError
from tests.sinet_core.benchmark.people import moment_of
from tests.sinet_core.scenes import person_alpha


@dataclass(frozen=True)
class Walk:
    """Somebody who moves by four pixels per frame."""

    name: str = "walk"
    has_truth: bool = True
    frames: int = 30

    def moments(self) -> Iterator[Moment]:
        for index in range(self.frames):
            moment = moment_of(person_alpha((160, 96), 4 * index - 60))
            yield moment if self.has_truth else Moment(moment.frame, None)


class ByColour:
    """Finds the person by the colours of moment_of; the state is a queue that delays the answer."""

    about = "no network at all"

    def __init__(self, name: str, delay: int = 0) -> None:
        self.name = name
        self._delay = delay

    def step(self, frame: np.ndarray, state: tuple[np.ndarray, ...] | None) -> tuple[np.ndarray, object]:
        alpha = np.clip((frame[..., 2].astype(np.float32) - 40) / 160, 0, 1)
        queue = (*(state or ()), alpha)[-self._delay - 1 :]
        return queue[0], queue


class Ahead(ByColour):
    """Answers three frames late, for the frame that has waited longest."""

    def step(self, frame: np.ndarray, state: tuple[np.ndarray, ...] | None) -> tuple[np.ndarray | None, object]:  # type: ignore[override]
        alpha, _ = super().step(frame, None)
        waiting = (*(state or ()), alpha)
        return (waiting[0], waiting[1:]) if len(waiting) > 3 else (None, waiting)

    def rest(self, state: tuple[np.ndarray, ...] | None) -> tuple[np.ndarray, ...]:
        return state or ()


def test_a_recipe_that_looks_ahead_is_measured_on_each_alphas_own_frame() -> None:
    result = run_benchmark([Walk(), Walk("short", frames=2)], [ByColour("live"), Ahead("ahead")])
    live, ahead = (result.mean(name, with_truth=True) for name in ("live", "ahead"))
    assert (ahead.mad, ahead.dtssd, ahead.lag) == (live.mad, live.dtssd, live.lag)


def test_a_recipe_that_keeps_an_alpha_to_itself_is_found_out() -> None:
    class Forgetful(Ahead):
        def rest(self, state: tuple[np.ndarray, ...] | None) -> tuple[np.ndarray, ...]:
            return (state or ())[1:]

    with pytest.raises(ValueError, match="1 frames"):
        run_benchmark([Walk()], [Forgetful("forgetful")])


def test_recipes_run_side_by_side_on_the_same_frames() -> None:
    seen = []
    result = run_benchmark(
        [Walk(), Walk("talk", has_truth=False, frames=5)],
        [ByColour("exact"), ByColour("late", 2)],
        on_frame=lambda: seen.append(1),
        clock=(tick / 1000 for tick in count()).__next__,
    )
    assert (result.frames, len(seen), set(result.sizes)) == (35, 35, {(160, 96)})
    exact, late = (result.mean(name, with_truth=True) for name in ("exact", "late"))
    assert exact.mad == pytest.approx(0, abs=3)
    assert exact.lag == pytest.approx(0, abs=0.1)
    assert late.lag == pytest.approx(2, abs=0.1)
    assert late.mad is not None
    assert late.mad > 20
    assert exact.step_ms == pytest.approx(1)
    blind = result.mean("exact", with_truth=False)
    assert (blind.mad, blind.lag) == (None, None)
    assert blind.flicker is not None


def test_frames_are_measured_only_when_the_recipe_has_settled() -> None:
    class SlowStart(ByColour):
        def step(self, frame: np.ndarray, state: object) -> tuple[np.ndarray, object]:
            calls = int(state or 0) + 1  # type: ignore[call-overload]
            alpha, _ = super().step(frame, None)
            return (alpha if calls > 3 else np.zeros_like(alpha)), calls

    cold, warm = (
        run_benchmark([Walk()], [SlowStart("slow")], settle=settle).mean("slow", with_truth=True).mad
        for settle in (0, 3)
    )
    assert cold is not None
    assert warm is not None
    assert cold > 5 > warm


def test_the_table_and_the_object_say_the_same() -> None:
    recipes = [ByColour("exact"), ByColour("late", 2)]
    result = run_benchmark([Walk(), Walk("talk", has_truth=False, frames=5)], recipes)
    lines = list(table(result, recipes))  # type: ignore[arg-type]
    data = as_json(result, recipes)  # type: ignore[arg-type]
    lag = data["recipes"]["late"]["with_truth"]["lag"]
    mean = lines.index("Mean of clips with truth")
    assert f"{lag:.2f}" in lines[mean + 3].split()
    assert lines[mean + 3].split()[0] == "late"
    assert "-" in lines[lines.index("talk") + 2].split()
    assert data["clips"]["talk"]["late"]["mad"] is None
    assert data["frame_sizes"] == ["160x96"]
    assert as_json(run_benchmark([Walk()], recipes), recipes)["recipes"]["late"]["without_truth"] is None  # type: ignore[arg-type]


def test_a_clip_that_is_too_short_is_reported() -> None:
    with pytest.raises(DataError, match="'walk' has 4 frames"):
        run_benchmark([Walk(frames=4)], [ByColour("exact")], settle=4)


def test_an_alpha_of_another_size_is_a_mistake_of_the_recipe() -> None:
    class Small(ByColour):
        def step(self, frame: np.ndarray, state: object) -> tuple[np.ndarray, object]:
            return np.zeros((10, 10), np.float32), None

    with pytest.raises(ValueError, match=r"alpha of 'small' must be of frame size \(96, 160\), got \(10, 10\)"):
        run_benchmark([Walk()], [Small("small")])


def test_no_recipe_can_change_the_frame_that_the_next_one_sees() -> None:
    class Vandal(ByColour):
        def step(self, frame: np.ndarray, state: object) -> tuple[np.ndarray, object]:
            frame[:] = 0
            return super().step(frame, None)

    with pytest.raises(ValueError, match="read-only"):
        run_benchmark([Walk()], [Vandal("vandal"), ByColour("exact")])
