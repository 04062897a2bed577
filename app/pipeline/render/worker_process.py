"""The process of a worker: runs one task after another. Orders and answers are lines of JSON.

    {"do": "run", "kind": "render", "job": {...}}    {"event": "progress", "done": 12, "total": 300}
    {"do": "pause"}  {"do": "resume"}                {"event": "done", "report": {...}}
    {"do": "stop"}                                   {"event": "failed", "title": "…", "hint": "…", "running": false}
                                                     {"event": "stopped"}

When the orders end, the parent is gone: the running task is stopped, and leaves no file behind.
"""
from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any

from app.errors import AppError
from app.log import log_uncaught
from app.pipeline.render.task import Task, doer_of

PROGRESS_S = 0.1
LAST_WORD_S = 20.0  # for a task to stop once its parent is gone

Answer = Callable[[dict[str, Any]], None]
logger = logging.getLogger(__name__)


class Control:
    """Pauses and stops a running task between two frames, from another thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._paused = self._stopped = False

    def set(self, *, paused: bool = False, stopped: bool = False) -> None:
        with self._changed:
            self._paused, self._stopped = paused, stopped
            self._changed.notify_all()

    def check(self) -> None:
        """Waits while paused. Raises KeyboardInterrupt when stopped, like Ctrl-C."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or not self._paused)
            if self._stopped:
                raise KeyboardInterrupt


def main() -> int:
    """Serves standard input and output; other output goes to standard error.

    Uses file descriptors, since a windowed program on Windows has no sys.stdin.
    """
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with suppress(OSError):  # on Windows, the window's program has no standard error
        os.dup2(2, 1)
    serve(orders, answers)
    return 0


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Runs until the orders end."""
    control = Control()
    tasks: SimpleQueue[Task | None] = SimpleQueue()
    idle = threading.Event()
    listener = threading.Thread(target=_listen, args=(orders, control, tasks, idle), name="orders", daemon=True)
    listener.start()

    def answer(event: dict[str, Any]) -> None:
        answers.write(json.dumps(event).encode() + b"\n")
        answers.flush()

    try:
        for task in iter(tasks.get, None):
            answer(_do(task, control, answer))
    except BrokenPipeError:
        logger.info("nobody listens to this worker any more")
    finally:
        idle.set()


def _listen(orders: IO[bytes], control: Control, tasks: SimpleQueue[Task | None], idle: threading.Event) -> None:
    for line in orders:
        order = json.loads(line)
        if order["do"] == "run":
            control.set()
            tasks.put(Task(order["kind"], order["job"]))
        else:
            control.set(paused=order["do"] == "pause", stopped=order["do"] == "stop")
    control.set(stopped=True)
    tasks.put(None)
    if not idle.wait(LAST_WORD_S):
        os._exit(1)  # it hangs in a file or network operation


def _do(task: Task, control: Control, answer: Answer) -> dict[str, Any]:
    told = -PROGRESS_S

    def progress(done: int, total: int | None) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= PROGRESS_S or done == total:
            told = now
            answer({"event": "progress", "done": done, "total": total})
        control.check()

    try:
        return {"event": "done", "report": doer_of(task.kind).perform(task.job, progress)}
    except KeyboardInterrupt:
        return {"event": "stopped"}
    except AppError as error:
        return {"event": "failed", "title": error.title, "hint": error.hint, "running": error.failed_running}
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the outermost frame of a task
        log_uncaught(type(error), error, error.__traceback__)
        title = f"Something unexpected went wrong: {error}"
        return {"event": "failed", "title": title, "hint": "Details are in the log.", "running": True}
