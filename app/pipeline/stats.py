"""What the session measures of itself."""
from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

AVERAGING_S = 1.0


@dataclass(frozen=True)
class Stats:
    """A snapshot of the running figures; averages over about the last second.

    Attributes:
        fps: composites a second.
        latency_ms: from capture to the published composite.
        dropped: pictures that were captured and never processed, since start.
        failed: pictures shown without the person because inference failed, since start.
        stage_ms: milliseconds a frame by stage: segment, matte, background, composite.
        engine: one line ("SINet 224×224 · OpenVINO"), "" while loading.
        recording: the file being written, or None.
        recorded_seconds, recorded_bytes: of that file.
    """

    fps: float = 0.0
    latency_ms: float = 0.0
    dropped: int = 0
    stage_ms: dict[str, float] = field(default_factory=dict)
    engine: str = ""
    recording: Path | None = None
    recorded_seconds: float = 0.0
    recorded_bytes: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Pace:
    """What a Meter has seen: composites a second, milliseconds of latency and of each stage."""

    fps: float = 0.0
    latency_ms: float = 0.0
    stage_ms: Mapping[str, float] = field(default_factory=dict)


class Meter:
    """Exponential averages over about AVERAGING_S at any frame rate. Time is an argument, in seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: float | None = None
        self._interval_s = 0.0
        self._latency_ms = 0.0
        self._stage_ms: dict[str, float] = {}

    def add(self, now: float, captured_at: float, stage_ms: Mapping[str, float]) -> None:
        """A composite was published at now, of a picture that was captured at captured_at."""
        with self._lock:
            interval = AVERAGING_S if self._last is None else max(1e-6, now - self._last)
            weight = 1.0 - math.exp(-interval / AVERAGING_S)
            if self._last is not None:
                known = self._interval_s > 0
                self._interval_s = _towards(self._interval_s, interval, weight if known else 1.0)
            first = self._last is None
            self._last = now
            self._latency_ms = _towards(self._latency_ms, (now - captured_at) * 1e3, 1.0 if first else weight)
            for stage, ms in stage_ms.items():
                self._stage_ms[stage] = _towards(self._stage_ms.get(stage, ms), ms, weight)

    def read(self, now: float) -> Pace:
        """The averages as of now; fps falls while nothing is added."""
        with self._lock:
            if self._last is None or self._interval_s <= 0:
                return Pace(0.0, self._latency_ms, dict(self._stage_ms))
            interval = max(self._interval_s, now - self._last)
            fps = 0.0 if interval > 2 * AVERAGING_S + self._interval_s else 1.0 / interval
            return Pace(fps, self._latency_ms, dict(self._stage_ms))


def _towards(old: float, new: float, weight: float) -> float:
    return old + weight * (new - old)
