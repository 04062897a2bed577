"""A session's measurements of itself."""
from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

AVERAGING_S = 1.0
REMEMBERED = 150  # frames for percentiles: five seconds at 30 fps
HELD_TOO_LONG = 1.5  # times the source's interval; beyond that the eye sees the previous frame repeated


@dataclass(frozen=True)
class Stats:
    """A snapshot of the running figures; averages over about the last second.

    Attributes:
        fps: composites per second.
        latency_ms: from capture to the published composite.
        latency_p95_ms: its 95th percentile.
        screen_p95_ms: 95th percentile from capture to the screen; 0 if no window shows it.
        dropped: frames captured but never processed, since the start.
        unseen: composites never painted because a later one replaced them, since the start.
        repeated: how often a composite stayed longer than the source's interval, since the start.
        resting: 0..1, share of recent frames that needed no network, since nothing moved.
        failed: frames shown without the person because inference failed, since the start.
        stage_ms: milliseconds per frame by stage: gate, segment, matte, background, composite.
        engine: one line ("SINet 256×160 · OpenVINO"), "" while loading.
        note: what the governor did and why; "" if there is nothing to say.
        cores: processor use of this program, where 1 is one core; None while unknown.
        recording: the file being written, or None.
        recorded_seconds, recorded_bytes: of that file.
        position_s: of a video that is the source.
    """

    fps: float = 0.0
    latency_ms: float = 0.0
    latency_p95_ms: float = 0.0
    screen_p95_ms: float = 0.0
    dropped: int = 0
    unseen: int = 0
    repeated: int = 0
    resting: float = 0.0
    stage_ms: dict[str, float] = field(default_factory=dict)
    engine: str = ""
    note: str = ""
    cores: float | None = None
    recording: Path | None = None
    recorded_seconds: float = 0.0
    recorded_bytes: int = 0
    failed: int = 0
    position_s: float = 0.0


@dataclass(frozen=True)
class Pace:
    """A Meter's averages; see Stats."""

    fps: float = 0.0
    latency_ms: float = 0.0
    latency_p95_ms: float = 0.0
    repeated: int = 0
    resting: float = 0.0
    stage_ms: Mapping[str, float] = field(default_factory=dict)


class Moving(NamedTuple):
    """Means over frames in which something moved: total frame_ms, including network_ms for the network."""

    frame_ms: float
    network_ms: float


class Meter:
    """Exponential averages over about AVERAGING_S at any frame rate. Time is an argument, in seconds.

    Attributes:
        interval_s: between two frames of the source, 0 while unknown; set from outside.
    """

    def __init__(self) -> None:
        self.interval_s = 0.0
        self._lock = threading.Lock()
        self._last: float | None = None
        self._interval_s = 0.0
        self._latency_ms = 0.0
        self._stage_ms: dict[str, float] = {}
        self._repeated = 0
        # For recent frames: time of publication, age, total and network time, whether something moved.
        self._recent: deque[tuple[float, float, Moving, bool]] = deque(maxlen=REMEMBERED)

    def add(self, now: float, captured_at: float, stage_ms: Mapping[str, float], *, moved: bool = True) -> None:
        """Records a composite published at now, of a frame captured at captured_at."""
        with self._lock:
            interval = AVERAGING_S if self._last is None else max(1e-6, now - self._last)
            weight = 1.0 - math.exp(-interval / AVERAGING_S)
            if self._last is not None:
                known = self._interval_s > 0
                self._interval_s = _towards(self._interval_s, interval, weight if known else 1.0)
                self._count_repeated(interval)
            first = self._last is None
            self._last = now
            latency_ms = (now - captured_at) * 1e3
            taken = Moving(sum(stage_ms.values()), stage_ms.get("segment", 0.0))
            self._recent.append((now, latency_ms, taken, moved))
            self._latency_ms = _towards(self._latency_ms, latency_ms, 1.0 if first else weight)
            for stage, ms in stage_ms.items():
                self._stage_ms[stage] = _towards(self._stage_ms.get(stage, ms), ms, weight)

    def read(self, now: float) -> Pace:
        """The averages as of now; fps decays while nothing is added."""
        with self._lock:
            fps = 0.0
            if self._last is not None and self._interval_s > 0:
                interval = max(self._interval_s, now - self._last)
                fps = 0.0 if interval > 2 * AVERAGING_S + self._interval_s else 1.0 / interval
            return Pace(
                fps,
                self._latency_ms,
                percentile((latency for _, latency, _, _ in self._recent), 95),
                self._repeated,
                _mean([float(not moved) for *_, moved in self._recent]),
                dict(self._stage_ms),
            )

    def moving(self, now: float) -> Moving | None:
        """The costs of the last second's frames in which something moved; None if there were none."""
        with self._lock:
            taken = [of for at, _, of, moved in self._recent if moved and now - at <= AVERAGING_S]
        return Moving(*(_mean(list(of)) for of in zip(*taken, strict=True))) if taken else None

    def _count_repeated(self, interval_s: float) -> None:
        if self.interval_s > 0 and interval_s > HELD_TOO_LONG * self.interval_s:
            self._repeated += round(interval_s / self.interval_s) - 1


class Ages:
    """How old recent frames were when they reached the screen. For one thread."""

    def __init__(self) -> None:
        self._ms: deque[float] = deque(maxlen=REMEMBERED)

    def add(self, now: float, captured_at: float) -> None:
        """Seconds, of time.monotonic()."""
        self._ms.append((now - captured_at) * 1e3)

    def p95_ms(self) -> float:
        """The 95th percentile; 0 without samples."""
        return percentile(self._ms, 95)


class CpuShare:
    """How many cores a process keeps busy, averaged over at least AVERAGING_S."""

    def __init__(self) -> None:
        self._before: tuple[float, float] | None = None
        self._cores: float | None = None

    def read(self, now: float, cpu_s: float) -> float | None:
        """now: seconds of the clock; cpu_s: the process's CPU time so far. None until there is an interval."""
        if self._before is None:
            self._before = now, cpu_s
        elif now - self._before[0] >= AVERAGING_S:
            self._cores = (cpu_s - self._before[1]) / (now - self._before[0])
            self._before = now, cpu_s
        return self._cores


class Stopwatch:
    """Milliseconds by stage; lap(name) records the time since the previous lap."""

    def __init__(self) -> None:
        self.stage_ms: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.stage_ms[stage] = self.stage_ms.get(stage, 0.0) + (now - self._last) * 1e3
        self._last = now


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that the given percentage of values do not exceed; 0 without values."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)] if ranked else 0.0


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _towards(old: float, new: float, weight: float) -> float:
    return old + weight * (new - old)
