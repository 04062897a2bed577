"""One recording from the wish to the finished file: the folder may be on a disk that does not answer any more."""
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
STOP_TIMEOUT_S = 10.0  # without a byte more while a file is being finished
HINT = "It is on a disk or a network folder that hangs. Choose another folder for recordings, or connect it again."

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
        """Leaves out what comes, or goes on right after the last frame; from the thread that calls write."""
        ...


@runtime_checkable
class KeepsCamera(Protocol):
    """A recording that the user asked to have the camera's picture in."""

    def write_kept(self, kept: KeptFrame) -> None:
        """Takes a moment; returns at once."""
        ...


OpenRecorder = Callable[[RecordSettings, Told, Path | None], Recording]


class Take:
    """Opened in a thread of its own, since creating a file can block for ever; all else returns at once.

    Attributes:
        recorder: None until it is open.
        error: why it could not be opened.
        finished: the file is finished (it may end by itself: a full disk), or nobody waits for it any more.
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
        """Whether there is a recorder or an error by then."""
        return self._answered.wait(timeout_s)

    def late(self, now: float) -> AppError | None:
        """Why it is not to be waited for any more, at now of time.monotonic(); None when there is still hope."""
        if self._answered.is_set() or now - self._since < START_TIMEOUT_S:
            return None
        return AppError("The recordings folder does not answer", HINT, failed_running=True)

    def stop(self) -> None:
        """Asks for the end; RecordingStopped follows when the file is finished. Not before there is a recorder."""
        assert self.recorder is not None
        self._since, self._bytes = time.monotonic(), self.recorder.bytes
        self.recorder.stop()

    def stuck(self, now: float) -> RecordingStopped | None:
        """After stop: what to tell when the file does not come to its end. The rest is done behind the scenes."""
        recorder = self.recorder
        if recorder is None or self.finished.is_set():
            return None
        if recorder.bytes != self._bytes:
            self._since, self._bytes = now, recorder.bytes
        if now - self._since < STOP_TIMEOUT_S:
            return None
        hint = "The file is finished when its disk or network folder is there again, at the next start if need be."
        error = AppError("The recordings folder does not answer", hint, failed_running=True)
        return RecordingStopped(part_path(recorder.path), recorder.seconds, recorder.bytes, error)

    def leave(self) -> None:
        """Nobody waits for it any more: what it still has to tell is not told, and a file without frames goes again."""
        with self._lock:
            self._left = True
            recorder = self.recorder
        self.finished.set()
        if recorder is not None:
            recorder.stop()

    def close(self) -> None:
        """Finishes the file and waits for it, as long as it comes on; at once when it was left."""
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
            logger.warning("the recordings folder answered too late")
            recorder.stop()

    def _on_event(self, event: RecorderEvent) -> None:
        with self._lock:
            left = self._left
        if isinstance(event, RecordingStopped):
            self.finished.set()
        if left:
            logger.warning("after nobody waited any more: %s", event)
        else:
            self._tell(event)
