"""Runs the pipeline for a long time while recording, and watches its resource use and leaks."""
from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

import av

from app.commands.bench.frame import picture_name
from app.errors import AppError
from app.pipeline.background.parsing import parse_background
from app.pipeline.events import EngineFailed, Event, RecordingFailed, RecordingStopped, SourceEnded
from app.pipeline.session import Session
from app.settings import BackgroundSettings, CameraSettings, RecordSettings, Settings
from app.system.machine import open_files, rss_bytes

MAX_SAMPLES, MIN_INTERVAL_S = 240, 0.5
BACKGROUND_S = 10.0  # until the next background
SETTLED_S = 60.0  # after this, nothing should grow any more
START_S = 60.0
FINISH_S = 60.0
SAY_EVERY = 24  # samples


@dataclass(frozen=True)
class Sample:
    """A sample. at_s: since the start. A value is None if the system does not tell."""

    at_s: float
    fps: float
    latency_ms: float
    rss_mb: float | None
    threads: int
    files: int | None


class _Watch:
    """Collects the session's events."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.stopped = threading.Event()
        self.recording: RecordingStopped | None = None
        self.error: AppError | None = None

    def on_frame(self) -> None:
        """Ignores the preview."""

    def on_event(self, event: Event) -> None:
        if isinstance(event, EngineFailed | RecordingFailed | SourceEnded):
            self.error = event.error
            self.started.set()
        elif isinstance(event, RecordingStopped):
            self.recording = event
            self.stopped.set()


def soak(seconds: float, folder: Path, *, say: Callable[[str], None]) -> tuple[dict[str, Any], list[Sample]]:
    """Runs a session on the demo for some seconds, recording into folder and changing the background every ten.

    Returns:
        {"seconds", "fps", "latency_p95_ms", "dropped", "rss_mb": [at regular times], "growth": {"rss_mb", "threads",
        "files"} from the second minute to the last (see growth), "recorded_frames",
        "recorded_seconds", "recorder_dropped"}, and the samples for a plot.

    Raises:
        AppError: the engine, the source or the recording failed.
    """
    settings = Settings(camera=CameraSettings("demo"), record=RecordSettings(folder=str(folder)))
    watch = _Watch()
    session = Session(settings, on_frame=watch.on_frame, on_event=watch.on_event)
    session.start()
    try:
        _wait_for_frames(session, watch)
        session.start_recording()
        samples = _sample(session, settings, watch, seconds, say)
        stats = session.stats()
        session.stop_recording()
        watch.stopped.wait(FINISH_S)
    finally:
        session.stop()
    if watch.error is not None or watch.recording is None:
        raise watch.error or AppError("The recording did not finish", "See the log.", failed_running=True)
    result = {
        "seconds": seconds,
        "fps": round(sum(sample.fps for sample in samples) / len(samples), 2),
        "latency_p95_ms": round(stats.latency_p95_ms, 1),
        "dropped": stats.dropped,
        "rss_mb": [sample.rss_mb for sample in samples if sample.rss_mb is not None],
        "growth": growth(samples),
        "recorded_frames": _count_frames(watch.recording.path),
        "recorded_seconds": round(watch.recording.seconds, 2),
        "recorder_dropped": watch.recording.dropped,
    }
    return result, samples


def growth(samples: list[Sample]) -> dict[str, float | None]:
    """Growth from the second minute to the last: medians, since memory is returned now and then.

    In a run shorter than four minutes: from its third quarter to its last.
    """
    end = samples[-1].at_s
    span, settled = min(SETTLED_S, end / 4), min(SETTLED_S, end / 2)
    then = [sample for sample in samples if settled <= sample.at_s <= settled + span] or samples[-1:]
    now = [sample for sample in samples if sample.at_s >= end - span]

    def more(of: Callable[[Sample], float | None]) -> float | None:
        values = [[value for sample in part if (value := of(sample)) is not None] for part in (then, now)]
        return round(median(values[1]) - median(values[0]), 1) if all(values) else None

    return {
        "rss_mb": more(lambda sample: sample.rss_mb),
        "threads": more(lambda sample: sample.threads),
        "files": more(lambda sample: sample.files),
    }


def _wait_for_frames(session: Session, watch: _Watch) -> None:
    end = time.monotonic() + START_S
    while not session.stats().fps and time.monotonic() < end:
        if watch.started.wait(0.1):
            break


def _sample(
    session: Session, settings: Settings, watch: _Watch, seconds: float, say: Callable[[str], None]
) -> list[Sample]:
    interval_s = max(MIN_INTERVAL_S, seconds / MAX_SAMPLES)
    backgrounds = cycle(_backgrounds())
    samples: list[Sample] = []
    begin, changed_at = time.monotonic(), 0.0
    while not samples or samples[-1].at_s < seconds:
        watch.stopped.wait(max(0.0, begin + interval_s * (len(samples) + 1) - time.monotonic()))
        samples.append(_look(session, time.monotonic() - begin))
        if samples[-1].at_s - changed_at >= BACKGROUND_S:
            changed_at = samples[-1].at_s
            session.apply(replace(settings, background=next(backgrounds)))
        if len(samples) % SAY_EVERY == 0:
            say(_progress(samples[-1], seconds))
        if watch.stopped.is_set() or watch.error is not None:
            break
    return samples


def _look(session: Session, at_s: float) -> Sample:
    stats, rss = session.stats(), rss_bytes()
    rss_mb = round(rss / 1e6, 1) if rss is not None else None
    return Sample(at_s, stats.fps, stats.latency_ms, rss_mb, threading.active_count(), open_files())


def _backgrounds() -> list[BackgroundSettings]:
    """One background of every kind."""
    return [parse_background(text) for text in (picture_name(), "#204060", "blur:80", "transparent", "blur")]


def _progress(sample: Sample, seconds: float) -> str:
    memory = f", {sample.rss_mb:.0f} MB" if sample.rss_mb else ""
    return f"{100 * sample.at_s / seconds:.0f} %: {sample.fps:.1f} fps, {sample.latency_ms:.0f} ms{memory}"


def _count_frames(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for packet in container.demux(container.streams.video[0]) if packet.size)
