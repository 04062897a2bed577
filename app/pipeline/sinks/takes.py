"""The recordings of a session: the one being opened, the one being written, and those being finished."""
from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from app.pipeline.events import Event, RecordingFailed, RecordingPaused, RecordingStarted
from app.pipeline.frame import Frame
from app.pipeline.sinks.take import KeepsCamera, OpenRecorder, Recording, Take
from app.pipeline.takes.kept_frame import KeptFrame
from app.settings import RecordSettings

GRACE_S = 0.05  # a folder that responds does so at once, and then no frame is missing


class Takes:
    """Starts, pauses and finishes recordings, one at a time. Every method returns at once, except wait."""

    def __init__(self, open_recorder: OpenRecorder, on_event: Callable[[Event], None]) -> None:
        """on_event is also called from the recordings' threads."""
        self._open_recorder, self._on_event = open_recorder, on_event
        self._opening: Take | None = None
        self._running: Take | None = None
        self._finishing: list[Take] = []

    @property
    def recording(self) -> Recording | None:
        """The file that is being written. Can be read from any thread."""
        take = self._running
        return take.recorder if take is not None else None

    @property
    def keeps_camera(self) -> bool:
        """Whether the running take needs the camera's picture now, because the user asked to keep it."""
        recording = self.recording
        return isinstance(recording, KeepsCamera) and not recording.paused

    def start(self, settings: RecordSettings, path: Path | None) -> None:
        """Starts a recording, unless one is running or being opened; answers with an event."""
        if self._opening is None and (self._running is None or self._running.finished.is_set()):
            self._opening = Take(self._open_recorder, settings, path, self._on_event)
            self._opening.wait(GRACE_S)
            self.follow()

    def pause(self, paused: bool) -> None:
        """Pauses or resumes the running recording, if there is one; answers with an event."""
        recording = self.recording
        if recording is not None and recording.paused != paused:
            recording.pause(paused)
            self._on_event(RecordingPaused(paused))

    def stop(self) -> None:
        """Finishes the running recording, and abandons one that is being opened."""
        opening, self._opening = self._opening, None
        if opening is not None:
            opening.leave()
        take, self._running = self._running, None
        if take is not None:
            take.stop()
            self._finishing = [older for older in self._finishing if not older.finished.is_set()] + [take]

    def follow(self) -> None:
        """Notices what has opened, ended or hung since the last call."""
        now = time.monotonic()
        self._follow_opening(now)
        for take in self._finishing:
            if (stopped := take.stuck(now)) is not None:
                take.leave()
                self._on_event(stopped)
        if self._running is not None and self._running.finished.is_set():
            self._running = None

    def write(self, composite: Frame, kept: KeptFrame | None, cut_out: Frame | None) -> None:
        """Adds a moment to the running recording, in the form that it needs.

        kept: only for a take that keeps the camera's picture. cut_out: only for a transparent one.
        """
        recording = self.recording
        if isinstance(recording, KeepsCamera):
            if kept is not None:
                recording.write_kept(kept)
        elif recording is not None:
            recording.write(cut_out if cut_out is not None and recording.transparent else composite)

    def wait(self) -> None:
        """Waits until the recordings that were stopped are finished, except those that hang."""
        for take in self._finishing:
            take.close()

    def _follow_opening(self, now: float) -> None:
        opening = self._opening
        if opening is None:
            return
        error = opening.error or opening.late(now)
        if error is not None:
            opening.leave()
            self._opening = None
            self._on_event(RecordingFailed(error))
        elif opening.recorder is not None:
            self._running, self._opening = opening, None
            self._on_event(RecordingStarted(opening.recorder.path, isinstance(opening.recorder, KeepsCamera)))
