"""One recording, from the request to the finished file, even if its folder no longer responds."""
from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

from app.errors import AppError
from app.pipeline.events import RecorderEvent, RecordingStopped
from app.pipeline.sinks.sink import Running
from app.pipeline.takes.kept_frame import KeptFrame
from app.settings import RecordSettings
from app.system.files import part_path

START_TIMEOUT_S = 5.0  # until the folder has a file
STOP_TIMEOUT_S = 10.0  # without progress while a file is being finished
HINT = "Its disk or network folder hangs. Choose another folder for recordings, or reconnect it."

logger = logging.getLogger(__name__)
Told = Callable[[RecorderEvent], None]


class Recording(Running, Protocol):
    """A file that is being written; see app.pipeline.sinks.recorder."""

    path: Path
    seconds: float
    bytes: int
    transparent: bool
    paused: bool

    def pause(self, paused: bool) -> None:
        """Pauses, or resumes right after the last frame. Must be called from the thread that calls write."""
        ...


@runtime_checkable
class KeepsCamera(Protocol):
    """A recording that the user asked to have the camera's picture in."""

    def write_kept(self, kept: KeptFrame) -> None:
        """Takes a moment; returns at once."""
        ...


OpenRecorder = Callable[[RecordSettings, Told, Path | None], Recording]


class Take:
    """Opened in a separate thread, since creating a file can block for ever. All methods but wait and close return
    at once.

    Attributes:
        recorder: None until it is open.
        error: why it could not be opened.
        finished: set when the file is finished (a full disk can end it early), or when it is abandoned.
    """

    def __init__(self, open_recorder: OpenRecorder, settings: RecordSettings, path: Path | None, tell: Told) -> None:
        self.recorder: Recording | None = None
        self.error: AppError | None = None
        self.finished = threading.Event()
        self._open, self._settings, self._path, self._tell = open_recorder, settings, path, tell
        self._lock = threading.Lock()  # guards recorder, error and _left
        self._left = False
        self._answered = threading.Event()
        self._since = time.monotonic()
        self._bytes = -1
        threading.Thread(target=self._start, name="recording-start", daemon=True).start()

    def wait(self, timeout_s: float) -> bool:
        """Waits for a recorder or an error; returns whether there is one."""
        return self._answered.wait(timeout_s)

    def late(self, now: float) -> AppError | None:
        """The error for a folder that takes too long, at now of time.monotonic(); None while waiting makes sense."""
        if self._answered.is_set() or now - self._since < START_TIMEOUT_S:
            return None
        return AppError("The recordings folder does not answer", HINT, failed_running=True)

    def stop(self) -> None:
        """Asks for the end; RecordingStopped follows when the file is finished. Needs a recorder."""
        assert self.recorder is not None
        self._since, self._bytes = time.monotonic(), self.recorder.bytes
        self.recorder.stop()

    def stuck(self, now: float) -> RecordingStopped | None:
        """After stop: the event to report if the file cannot be finished in time. Finishing continues in the
        background."""
        recorder = self.recorder
        if recorder is None or self.finished.is_set():
            return None
        if recorder.bytes != self._bytes:
            self._since, self._bytes = now, recorder.bytes
        if now - self._since < STOP_TIMEOUT_S:
            return None
        hint = "The file is finished when its disk or network folder is back, or at the next start."
        error = AppError("The recordings folder does not answer", hint, failed_running=True)
        return RecordingStopped(part_path(recorder.path), recorder.seconds, recorder.bytes, error)

    def leave(self) -> None:
        """Abandons it: it reports nothing more, and a file without frames is removed."""
        with self._lock:
            self._left = True
            recorder = self.recorder
        self.finished.set()
        if recorder is not None:
            recorder.stop()

    def close(self) -> None:
        """Finishes the file and waits while that makes progress; returns at once if it was abandoned."""
        with self._lock:
            recorder = None if self._left else self.recorder
        if recorder is not None:
            recorder.close()

    def _start(self) -> None:
        recorder, error = None, None
        try:
            recorder = self._open(self._settings, self._on_event, self._path)
        except AppError as problem:
            error = problem
        except Exception:  # the outermost frame of the thread
            logger.exception("a recording could not be started")
            error = AppError("The recording cannot be written", "The log file has details.", failed_running=True)
        with self._lock:
            self.recorder, self.error = recorder, error
            unwanted = self._left and recorder is not None
        self._answered.set()
        if unwanted and recorder is not None:
            logger.warning("the recordings folder responded too late")
            recorder.stop()

    def _on_event(self, event: RecorderEvent) -> None:
        with self._lock:
            left = self._left
        if isinstance(event, RecordingStopped):
            self.finished.set()
        if left:
            logger.warning("after it was abandoned: %s", event)
        else:
            self._tell(event)
