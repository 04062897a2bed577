"""Decides the network's size and threads: pure functions of measurements.

It steps down before frames drop, and up again after there has been headroom for a while.
"""
from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sinet_core.inference.looks import Effort, Network, looks_at

EFFORTS: tuple[Effort, ...] = ("best", "finest", "fine", "full", "light", "least")
UNSAID: tuple[Effort, ...] = ("best", "finest", "fine", "full")  # needs no explanation to the user
LATE = 0.9  # of the time between two frames; beyond that, the next hiccup drops one
DROPS = 0.1  # of the frames of a second
OVER_BUDGET = 1.15
ROOM = 0.7  # of both limits; a better level must fit into this share
STEP_DOWN_S = 2.0
STEP_UP_S, MAX_STEP_UP_S = 8.0, 300.0
REGRET_S = 30.0  # a step down this soon after a step up doubles the wait for the next one
SLOWNESS = (0.25, 10.0)
FIXED_PX, NATIVE_FIXED_PX = 6800.0, 1100.0  # fixed cost of a network, in pixels; with our own kernels
WORK: dict[Network, float] = {"sinet": 1.0, "sinet-wide": 1.85}  # a look of each takes, by our kernels
ANY_SIZE = 0, 0  # of frames, which counts as wide
THREADS_GAIN = 0.5  # speed-up as a power of the number of threads


@dataclass(frozen=True)
class Level:
    """A network size and its number of threads."""

    effort: Effort = "full"
    threads: int = 1


@dataclass(frozen=True)
class Costs:
    """What a moving frame costs on this machine, ms.

    Attributes:
        network_ms: for every available level.
        rest_ms: everything else.
    """

    network_ms: Mapping[Level, float]
    rest_ms: float

    def frame_ms(self, level: Level) -> float:
        return self.network_ms[level] + self.rest_ms

    def cpu_ms(self, level: Level) -> float:
        """Cores in use. Waiting threads spin, so all of them count all the time."""
        return self.network_ms[level] * level.threads + self.rest_ms


@dataclass(frozen=True)
class Goal:
    """fps: target frame rate. cores: target processor use, where 1 is one core."""

    fps: float = 30.0
    cores: float = 0.75


@dataclass(frozen=True)
class Load:
    """Measurements over about the last second.

    Attributes:
        frame_ms: mean time of moving frames; None if there were none.
        dropped: frames that came too fast.
    """

    frame_ms: float | None
    dropped: int = 0


@dataclass(frozen=True)
class GovernorState:
    """Attributes:
    level: the one to run.
    why: for the status line; "" if there is nothing to explain.
    tight_since, ample_since: seconds; None if not the case.
    stepped_up_at: seconds.
    step_up_s: how long there must be headroom before the next step up.
    """

    level: Level = Level()
    why: str = ""
    tight_since: float | None = None
    ample_since: float | None = None
    stepped_up_at: float | None = None
    step_up_s: float = STEP_UP_S


def guess(counts: Iterable[int], fixed_px: float = FIXED_PX) -> Costs:
    """Costs before anything was timed: proportions, which live measurements then scale. counts: of threads."""
    return costs_like(Level(), 6.0, 16.0, counts, fixed_px)


def costs_like(
    level: Level, network_ms: float, rest_ms: float, counts: Iterable[int], fixed_px: float = FIXED_PX
) -> Costs:
    """The costs of all levels on those threads, from the network's time at one level and the rest of a frame.

    A network has a fixed cost and one that grows with its pixels: within 2 % of measurements (7 % for our own
    kernels). The gain from more threads is a guess between whole cores and hyper-threads.
    """
    levels = [Level(effort, threads) for threads in counts for effort in EFFORTS]
    unit = network_ms / _work(level, fixed_px)
    return Costs({of: unit * _work(of, fixed_px) for of in levels}, rest_ms)


def _work(level: Level, fixed_px: float) -> float:
    looks = looks_at(ANY_SIZE, level.effort)
    whole = sum((look.size[0] * look.size[1] + fixed_px) * WORK[look.network] for look in looks)
    return whole / math.pow(level.threads, THREADS_GAIN)


def best_level(costs: Costs, goal: Goal, *, slowness: float = 1.0, margin: float = 1.0) -> Level:
    """The best level that fits; otherwise the one least over budget.

    Args:
        slowness: how much slower the machine is now than its costs.
        margin: usable share of the limits.
    """

    def strain(level: Level) -> float:
        late = costs.frame_ms(level) * slowness * goal.fps / 1e3 / LATE
        busy = costs.cpu_ms(level) * slowness * goal.fps / 1e3 / goal.cores
        return max(late, busy) / margin

    ranked = sorted(costs.network_ms, key=_rank)
    return next((level for level in ranked if strain(level) <= 1), min(ranked, key=strain))


def choose(costs: Costs, goal: Goal) -> GovernorState:
    """The first level on a machine that was timed."""
    level = best_level(costs, goal)
    if level.effort in UNSAID:
        return GovernorState(level)
    limited = best_level(costs, replace(goal, cores=math.inf)) != level
    return GovernorState(level, _reason(goal, late=False) if limited else "the size that this machine can handle")


def govern(load: Load, now: float, state: GovernorState, costs: Costs, goal: Goal) -> GovernorState:
    """Call about once a second; if the returned level differs, load it.

    Args:
        now: seconds.
    """
    if load.frame_ms is None:
        return replace(state, tight_since=None, ample_since=None)
    slowness = min(max(load.frame_ms / costs.frame_ms(state.level), SLOWNESS[0]), SLOWNESS[1])
    dropping = load.dropped > DROPS * goal.fps
    late = dropping or load.frame_ms > LATE * 1e3 / goal.fps
    busy = costs.cpu_ms(state.level) * slowness * goal.fps / 1e3 > OVER_BUDGET * goal.cores
    if late or busy:
        wanted = best_level(costs, goal, slowness=slowness, margin=ROOM if dropping else 1.0)
        return _tight(now, state, wanted, _reason(goal, late=late))
    better = best_level(costs, goal, slowness=slowness, margin=ROOM)
    return _ample(now, state, better)


def _tight(now: float, state: GovernorState, wanted: Level, why: str) -> GovernorState:
    since = now if state.tight_since is None else state.tight_since
    state = replace(state, tight_since=since, ample_since=None)
    fewer_threads = wanted.effort == state.level.effort and wanted != state.level
    if now - since < STEP_DOWN_S or not (fewer_threads or _rank(wanted) > _rank(state.level)):
        return state
    hasty = state.stepped_up_at is not None and now - state.stepped_up_at < REGRET_S
    step_up_s = min(2 * state.step_up_s, MAX_STEP_UP_S) if hasty else state.step_up_s
    count = f"{wanted.threads} thread{'s' if wanted.threads > 1 else ''}"
    what = count if wanted.effort == state.level.effort else "smaller"
    return GovernorState(wanted, f"{what}, {why}", step_up_s=step_up_s)


def _ample(now: float, state: GovernorState, wanted: Level) -> GovernorState:
    state = replace(state, tight_since=None)
    if _rank(wanted) >= _rank(state.level):
        return replace(state, ample_since=None)
    since = now if state.ample_since is None else state.ample_since
    if now - since < state.step_up_s:
        return replace(state, ample_since=since)
    why = "" if wanted.effort in UNSAID else "larger again, since there is headroom"
    return GovernorState(wanted, why, stepped_up_at=now, step_up_s=state.step_up_s)


def _reason(goal: Goal, *, late: bool) -> str:
    if late:
        return f"to keep {goal.fps:.0f} fps"
    return f"to stay within {100 * goal.cores:.0f} % of a core"


def _rank(level: Level) -> tuple[int, int]:
    return EFFORTS.index(level.effort), level.threads
