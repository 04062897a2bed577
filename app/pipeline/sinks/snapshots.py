"""Snapshots of the composite: saved in threads, since compressing one takes longer than a frame."""
from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from app.errors import AppError
from app.pipeline.events import SnapshotFailed, SnapshotSaved
from app.pipeline.frame import Frame, Image
from app.settings import RecordSettings

TIMEOUT_S = 5.0

logger = logging.getLogger(__name__)
SaveSnapshot = Callable[[Image, RecordSettings], Path]


class Snapshots:
    """Collects requests, and saves the next composite for each. Belongs to one thread, except waiting."""

    def __init__(self, save: SaveSnapshot, on_event: Callable[[SnapshotSaved | SnapshotFailed], None]) -> None:
        """on_event is called from the threads that save."""
        self._save, self._on_event = save, on_event
        self._wishes: list[RecordSettings] = []
        self._savers: list[threading.Thread] = []

    @property
    def waiting(self) -> bool:
        """Whether a snapshot is requested. Can be read from any thread."""
        return bool(self._wishes)

    def wish(self, settings: RecordSettings) -> None:
        self._wishes.append(settings)

    def write(self, frame: Frame) -> None:
        """Saves the composite for all requests; returns at once."""
        wishes, self._wishes = self._wishes, []
        for settings in wishes:
            saver = threading.Thread(target=self._run, args=(frame.image, settings), name="snapshot", daemon=True)
            self._savers = [thread for thread in self._savers if thread.is_alive()] + [saver]
            saver.start()

    def wait(self) -> None:
        """Waits until running saves are done, but not for a folder that hangs."""
        for saver in self._savers:
            saver.join(TIMEOUT_S)

    def _run(self, image: Image, settings: RecordSettings) -> None:
        try:
            self._on_event(SnapshotSaved(self._save(image, settings)))
        except AppError as error:
            self._on_event(SnapshotFailed(error))
        except Exception:  # the outermost frame of the thread
            logger.exception("saving a snapshot failed")
            self._on_event(SnapshotFailed(AppError("The snapshot was not saved", "The log file has details.")))
