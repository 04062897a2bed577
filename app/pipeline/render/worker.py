"""Runs tasks in a separate process: a crash costs one file, and the window stays responsive."""
from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from app.errors import AppError
from app.log import log_path
from app.pipeline.render.task import Progress, Task
from app.system.files import reason_of
from app.system.installing import ROOT

FLAG = "--render-worker"
STOP_S = 15.0  # a process that does not stop in time is killed
NICENESS = 10
START = "import sys; from app.cli import main; sys.exit(main())"

logger = logging.getLogger(__name__)


class StoppedError(Exception):
    """The task was stopped early, and left no file behind."""


class Worker:
    """A process, started with the first task and reused for later ones. run belongs to one thread."""

    def __init__(self, *, low_priority: bool = False) -> None:
        """low_priority: whether it uses only the processor time that others leave."""
        self._low_priority = low_priority
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._stopping: threading.Timer | None = None

    def run(self, task: Task, on_progress: Progress) -> dict[str, Any]:
        """Runs a task; returns its doer's answer.

        Raises:
            AppError: it failed, or its process died.
            StoppedError: stop or close was called.
        """
        self._calm_down()  # a late stop of the previous task does not apply to this one
        process = self._running()
        try:
            self._order({"do": "run", "kind": task.kind, "job": task.job})
            for event in _events(process):
                if event["event"] == "progress":
                    on_progress(event["done"], event["total"])
                else:
                    return _outcome(event)
        finally:
            stopping = self._calm_down()
        if stopping:
            raise StoppedError
        process.wait()
        logger.error("a render process died with %s", process.returncode)
        hint = f"The other files continue. Details are in {log_path()}"
        raise AppError("Rendering this file crashed", hint, failed_running=True)

    def pause(self) -> None:
        """Pauses the running task between two frames."""
        self._order({"do": "pause"})

    def resume(self) -> None:
        self._order({"do": "resume"})

    def stop(self) -> None:
        """Stops the running task; a process that does not react is killed."""
        with self._lock:
            if self._process is None or self._stopping is not None:
                return
            self._stopping = threading.Timer(STOP_S, self._process.kill)
            self._stopping.daemon = True
            self._stopping.start()
        self._order({"do": "stop"})

    def close(self) -> None:
        """Ends the process and waits for that. Can be called from any thread."""
        with self._lock:
            process, self._process, self._closed = self._process, None, True
        if process is None:
            return
        assert process.stdin is not None
        with suppress(OSError):
            process.stdin.close()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise StoppedError
            if self._process is None or self._process.poll() is not None:
                try:
                    self._process = _start(self._low_priority)
                except OSError as error:
                    hint = "Close other programs, and try again."
                    title = f"No process for rendering can be started: {reason_of(error)}"
                    raise AppError(title, hint, failed_running=True) from error
            return self._process

    def _order(self, order: dict[str, Any]) -> None:
        """Sends an order; if the process is gone, run notices."""
        with self._lock:
            if self._process is None:
                return
            assert self._process.stdin is not None
            with suppress(OSError):
                self._process.stdin.write(json.dumps(order).encode() + b"\n")
                self._process.stdin.flush()

    def _calm_down(self) -> bool:
        """Cancels a pending kill; returns whether the task was asked to stop."""
        with self._lock:
            stopping, self._stopping = self._stopping, None
            if stopping is not None:
                stopping.cancel()
            return stopping is not None or self._closed


def _start(low_priority: bool) -> subprocess.Popen[bytes]:
    """Starts this program again. A Ctrl-C in the terminal is for this process, not for that one."""
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, FLAG] if frozen else [sys.executable, "-c", START, FLAG]
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ if frozen else {**os.environ, "PYTHONPATH": path},
        start_new_session=os.name == "posix",
        creationflags=_windows_flags(low_priority),
    )
    if low_priority and sys.platform != "win32":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    return process


def _windows_flags(low_priority: bool) -> int:
    if sys.platform != "win32":
        return 0
    flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return flags | subprocess.BELOW_NORMAL_PRIORITY_CLASS if low_priority else flags


def _events(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


def _outcome(event: dict[str, Any]) -> dict[str, Any]:
    if event["event"] == "done":
        report: dict[str, Any] = event["report"]
        return report
    if event["event"] == "stopped":
        raise StoppedError
    raise AppError(event["title"], event["hint"], failed_running=event["running"])
