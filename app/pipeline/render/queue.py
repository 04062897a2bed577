"""Renders many files, one after another; each can be paused, stopped and retried."""
from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.errors import AppError
from app.log import log_path, log_uncaught
from app.pipeline.render.pace import Pace
from app.pipeline.render.queue_file import QueueFile
from app.pipeline.render.queue_item import QueueItem
from app.pipeline.render.task import Progress, Task, TaskWorker
from app.pipeline.render.worker import StoppedError, Worker

Outcome = Callable[[QueueItem], QueueItem]


class RenderQueue:
    """Works through its items in its own threads, each with a worker. Every method can be called from any thread.

    A paused item that was started keeps its worker, so the ones behind it wait as well. One that was not started is
    skipped.
    """

    def __init__(
        self,
        *,
        jobs: int = 1,
        kept: QueueFile | None = None,
        on_change: Callable[[], None] = lambda: None,
        open_worker: Callable[[], TaskWorker] = Worker,
    ) -> None:
        """kept: the file that keeps the queue between runs; the queue starts with its items.

        on_change: called from any thread after any item changed.
        """
        self._changed = threading.Condition()
        self._kept = kept
        self._on_change = on_change
        self._open_worker = open_worker
        self._items = {item.id: item for item in (kept.open() if kept else None) or ()}
        self._workers: dict[str, TaskWorker] = {}
        self._stopping: set[str] = set()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"render-{number}", daemon=True) for number in range(jobs)
        ]

    @property
    def items(self) -> tuple[QueueItem, ...]:
        """All items, in the order in which they were added."""
        with self._changed:
            return tuple(self._items.values())

    def start(self) -> None:
        """Starts the threads. Call it once."""
        for thread in self._threads:
            thread.start()

    def add(self, task: Task, name: str, output: Path) -> str:
        """Adds an item at the end; returns its id. name: of the input, for people."""
        item = QueueItem(uuid.uuid4().hex, task, name, output)
        with self._changed:
            self._items[item.id] = item
        self._tell()
        return item.id

    def pause(self, ids: Iterable[str]) -> None:
        """Pauses items that are waiting or running."""
        with self._changed:
            for item in self._of(ids, "waiting", "running"):
                if item.id in self._workers:
                    self._workers[item.id].pause()
                self._items[item.id] = replace(item, state="paused", left_s=None)
        self._tell()

    def resume(self, ids: Iterable[str]) -> None:
        """Resumes paused items."""
        with self._changed:
            for item in self._of(ids, "paused"):
                worker = self._workers.get(item.id)
                if worker is not None:
                    worker.resume()
                self._items[item.id] = replace(item, state="running" if worker is not None else "waiting")
        self._tell()

    def stop(self, ids: Iterable[str]) -> None:
        """Stops unfinished items: they leave no file behind, but stay in the list."""
        with self._changed:
            for item in self._of(ids, "waiting", "running", "paused"):
                worker = self._workers.get(item.id)
                if worker is None:
                    self._items[item.id] = replace(item, state="stopped")
                else:
                    self._stopping.add(item.id)
                    worker.stop()
        self._tell()

    def retry(self, ids: Iterable[str]) -> None:
        """Queues failed and stopped items again."""
        with self._changed:
            for item in self._of(ids, "failed", "stopped"):
                self._items[item.id] = QueueItem(item.id, item.task, item.name, item.output)
        self._tell()

    def remove(self, ids: Iterable[str]) -> None:
        """Removes finished, failed and stopped items from the list. No file is touched."""
        with self._changed:
            for item in self._of(ids, "done", "failed", "stopped"):
                del self._items[item.id]
        self._tell()

    def wait(self, timeout: float | None = None) -> bool:
        """Waits until no item is unfinished; False if that takes longer than timeout seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not any(item.unfinished for item in self._items.values()), timeout)

    def close(self) -> None:
        """Stops working and waits for the processes to end. Unfinished items start again in the next run."""
        with self._changed:
            self._closed = True
            workers = list(self._workers.values())
            self._changed.notify_all()
        for worker in workers:
            worker.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()
        if self._kept is not None:
            self._kept.close()

    def _of(self, ids: Iterable[str], *states: str) -> list[QueueItem]:
        found = (self._items.get(each) for each in tuple(ids))
        return [item for item in found if item is not None and item.state in states]

    def _tell(self, *, keep: bool = True) -> None:
        with self._changed:
            if keep and self._kept is not None:
                self._kept.save(self._items.values())
            self._changed.notify_all()
        self._on_change()

    def _work(self) -> None:
        """The body of a thread. Its worker is closed whenever there is nothing to do."""
        worker: TaskWorker | None = None
        while True:
            taken = self._next(worker)
            if taken is not None:
                item, worker = taken
                self._do(item, worker)
            elif worker is not None:
                worker.close()
                worker = None
            else:
                return

    def _next(self, worker: TaskWorker | None) -> tuple[QueueItem, TaskWorker] | None:
        """The first waiting item and its worker; None if there is nothing to do. Without a worker, waits for an
        item; None then means the end."""

        def first() -> QueueItem | None:
            return next((item for item in self._items.values() if item.state == "waiting"), None)

        with self._changed:
            if worker is None:
                self._changed.wait_for(lambda: self._closed or first() is not None)
            item = first()
            if item is None or self._closed:
                return None
            self._items[item.id] = replace(item, state="running")
            self._workers[item.id] = worker or self._open_worker()
            return item, self._workers[item.id]

    def _do(self, item: QueueItem, worker: TaskWorker) -> None:
        self._tell()
        try:
            report = worker.run(item.task, self._progress_of(item.id, worker))
            outcome: Outcome = partial(QueueItem.finished, output=Path(report["output"]), report=report)
        except StoppedError:
            outcome = self._interrupted
        except AppError as error:
            outcome = partial(QueueItem.failed, error=error)
        except Exception as error:  # noqa: BLE001 - the outermost frame of a thread
            log_uncaught(type(error), error, error.__traceback__)
            told = AppError(f"Something unexpected went wrong: {error}", f"Details are in {log_path()}",
                            failed_running=True)
            outcome = partial(QueueItem.failed, error=told)
        with self._changed:
            del self._workers[item.id]
            self._items[item.id] = outcome(self._items[item.id])
            self._stopping.discard(item.id)
        self._tell()

    def _interrupted(self, item: QueueItem) -> QueueItem:
        """The item once its user stopped it, or the program ends; then it starts again in the next run."""
        if item.id in self._stopping:
            return replace(item, state="stopped", left_s=None)
        return replace(item, state="paused" if item.state == "paused" else "waiting", done=0, left_s=None)

    def _progress_of(self, id: str, worker: TaskWorker) -> Progress:
        pace = Pace()

        def progress(done: int, total: int | None) -> None:
            with self._changed:
                now = self._items[id]
                if id in self._stopping:  # it may have been stopped before it started
                    worker.stop()
                if now.state == "paused":
                    worker.pause()
                    pace.pause()
                left = pace.left_s(done, total, time.monotonic()) if now.state == "running" else None
                self._items[id] = replace(now, done=done, total=total, left_s=left)
            self._tell(keep=False)

        return progress
