"""Small jobs off the GUI thread, their results on it."""
from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from app.errors import AppError

log = logging.getLogger(__name__)
T = TypeVar("T")


class Jobs(QObject):
    """Runs small jobs (thumbnails, camera lists) one after another off the GUI thread."""

    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: list[tuple[Callable[[], Any], Callable[[Any], None]]] | None = None
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ui-jobs")
        self._stopped = False
        self._finished.connect(self._deliver)

    def hold(self) -> None:
        """From now on jobs wait for release: what the user waits for comes first."""
        self._held = []

    @Slot()
    def release(self) -> None:
        """Runs what waited. Does nothing when nothing is held."""
        held, self._held = self._held or [], None
        for work, done in held:
            self.submit(work, done)

    def submit(self, work: Callable[[], T], done: Callable[[T | AppError], None]) -> None:
        """Runs work in the background, then done with its result, or its error, on the GUI thread.

        Does nothing once stopped.
        """
        if self._held is not None:
            self._held.append((work, done))
        elif not self._stopped:
            self._pool.submit(self._run, work, done)

    def stop(self) -> None:
        """Forgets what waits; returns when what runs is through."""
        self._stopped = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        try:
            result = work()
        except AppError as error:
            result = error
        except Exception as error:
            log.exception("a background job failed")
            result = AppError("Something went wrong", str(error), failed_running=True)
        self._finished.emit(done, result)

    @Slot(object, object)
    def _deliver(self, done: Callable[[Any], None], result: object) -> None:
        if not self._stopped:
            done(result)
