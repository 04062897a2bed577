"""The pipeline as a user runs it, for a long time, recording, with an eye on its memory."""
from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av

from app.commands.machine import rss_bytes
from app.errors import AppError
from app.pipeline.events import EngineFailed, Event, RecordingFailed, RecordingStopped, SourceEnded
from app.pipeline.session import Session
from app.settings import CameraSettings, RecordSettings, Settings

SAMPLES = 60
START_SECONDS = 60.0
FINISH_SECONDS = 60.0


class _Watch:
    """Gathers what the session tells."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.stopped = threading.Event()
        self.recording: RecordingStopped | None = None
        self.error: AppError | None = None

    def on_frame(self) -> None:
        """The preview is looked at by nobody here."""

    def on_event(self, event: Event) -> None:
        if isinstance(event, EngineFailed | RecordingFailed | SourceEnded):
            self.error = event.error
            self.started.set()
        elif isinstance(event, RecordingStopped):
            self.recording = event
            self.stopped.set()


def soak(seconds: float, folder: Path, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Runs a session on the demo for seconds, recording into folder.

    Returns:
        {"seconds", "fps", "dropped", "rss_mb": [at even times], "recorded_frames", "recorded_seconds",
        "recorder_dropped"}

    Raises:
        AppError: the engine, the source or the recording failed.
    """
    settings = Settings(camera=CameraSettings("demo"), record=RecordSettings(folder=str(folder)))
    watch = _Watch()
    session = Session(replace(settings), on_frame=watch.on_frame, on_event=watch.on_event)
    session.start()
    try:
        _wait_for_frames(session, watch)
        session.start_recording()
        samples, fps = _sample(session, watch, seconds, say)
        dropped = session.stats().dropped
        session.stop_recording()
        watch.stopped.wait(FINISH_SECONDS)
    finally:
        session.stop()
    if watch.error is not None or watch.recording is None:
        raise watch.error or AppError("The recording did not finish", "See the log.", failed_running=True)
    return {
        "seconds": seconds,
        "fps": round(sum(fps) / len(fps), 2),
        "dropped": dropped,
        "rss_mb": [round(sample / 1e6, 1) for sample in samples],
        "recorded_frames": _count_frames(watch.recording.path),
        "recorded_seconds": round(watch.recording.seconds, 2),
        "recorder_dropped": watch.recording.dropped,
    }


def _wait_for_frames(session: Session, watch: _Watch) -> None:
    end = time.monotonic() + START_SECONDS
    while not session.stats().fps and time.monotonic() < end:
        if watch.started.wait(0.1):
            break


def _sample(
    session: Session, watch: _Watch, seconds: float, say: Callable[[str], None]
) -> tuple[list[int], list[float]]:
    samples: list[int] = []
    fps: list[float] = []
    begin = time.monotonic()
    for number in range(1, SAMPLES + 1):
        watch.stopped.wait(max(0.0, begin + seconds * number / SAMPLES - time.monotonic()))
        fps.append(session.stats().fps)
        rss = rss_bytes()
        if rss is not None:
            samples.append(rss)
        if number % 10 == 0:
            memory = f", {rss / 1e6:.0f} MB" if rss else ""
            say(f"{number * 100 // SAMPLES} %: {fps[-1]:.1f} fps{memory}")
        if watch.stopped.is_set() or watch.error is not None:
            break
    return samples, fps


def _count_frames(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for packet in container.demux(container.streams.video[0]) if packet.size)
