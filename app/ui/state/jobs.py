"""Small jobs off the GUI thread, with results delivered on it."""
from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from app.errors import AppError

STOP_TIMEOUT_S = 3.0  # for jobs still running when the window closes; a hanging folder is abandoned
log = logging.getLogger(__name__)
T = TypeVar("T")
Job = tuple[int, Callable[[], Any]]  # the receiver's number, and the work
Done = Callable[[Any], None]


class Jobs(QObject):
    """Runs small jobs (thumbnails, camera lists) one after another off the GUI thread.

    Jobs in different lanes do not wait for each other: a folder that hangs blocks nothing else.
    Receivers are kept in the GUI thread only: the last reference to a Qt object must not go in another.
    """

    _finished = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: list[tuple[Callable[[], Any], Done, str]] | None = None
        self._waiting: dict[int, Done] = {}
        self._numbers = itertools.count()
        self._lanes: dict[str, _Lane] = {}
        self._stopped = False
        self._finished.connect(self._deliver)

    def hold(self) -> None:
        """Makes jobs wait for release: what the user waits for comes first."""
        self._held = []

    @Slot()
    def release(self) -> None:
        """Runs the jobs that waited. Does nothing if none are held."""
        held, self._held = self._held or [], None
        for work, done, lane in held:
            self.submit(work, done, lane=lane)

    def submit(self, work: Callable[[], T], done: Callable[[T | AppError], None], *, lane: str = "") -> None:
        """Runs work in the background, then done with its result, or its error, on the GUI thread.

        Does nothing once stopped. A method of a Qt object is not called if the object was deleted meanwhile.
        """
        if self._held is not None:
            self._held.append((work, done, lane))
        elif not self._stopped:
            if lane not in self._lanes:
                self._lanes[lane] = _Lane(f"ui-jobs-{lane}".rstrip("-"), self._run)
            number = next(self._numbers)
            self._waiting[number] = done
            self._lanes[lane].jobs.put((number, work))

    def stop(self) -> None:
        """Drops waiting jobs; returns once the running ones have finished, or hang."""
        self._stopped = True
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for lane in self._lanes.values():
            lane.jobs.put(None)
        for lane in self._lanes.values():
            lane.thread.join(max(0.0, deadline - time.monotonic()))
        self._waiting.clear()

    def _run(self, job: Job) -> None:
        number, work = job
        if self._stopped:
            return
        try:
            result = work()
        except AppError as error:
            result = error
        except Exception as error:
            log.exception("a background job failed")
            result = AppError("Something went wrong", str(error), failed_running=True)
        if not self._stopped:
            self._finished.emit(number, result)

    @Slot(int, object)
    def _deliver(self, number: int, result: object) -> None:
        done = self._waiting.pop(number, None)
        if done is not None and _is_there(done):
            done(result)


def _is_there(done: Callable[..., None]) -> bool:
    """Whether the receiver still exists; True for objects not owned by Qt."""
    while isinstance(done, partial):
        done = done.func
    owner = getattr(done, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


class _Lane:
    """A thread that runs one job after another until it gets None. A daemon: Python does not wait for it at exit."""

    def __init__(self, name: str, run: Callable[[Job], None]) -> None:
        self.jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._run_job = run
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while (job := self.jobs.get()) is not None:
            self._run_job(job)
            del job
