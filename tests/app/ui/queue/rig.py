"""The queue of files with a fake worker."""
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline.render.queue import RenderQueue
from app.pipeline.render.task import Progress, Task
from app.pipeline.render.worker import StoppedError
from app.settings import BackgroundSettings, CameraSettings, RecordSettings, Settings
from app.ui.queue.desk import RenderDesk
from app.ui.state.notices import Notice
from tests.media import plain, write_video

WAIT_MS = 30_000


class Steps:
    """A worker that continues when the test says so."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.free, self.stopped = threading.Event(), threading.Event()
        self.paused = False

    def run(self, task: Task, on_progress: Progress) -> dict[str, Any]:
        self.tasks.append(task)
        if "bad" in task.job["input"]:
            raise AppError("It is damaged", "Choose another.")
        while not self.free.wait(0.005):
            on_progress(1, 4)
            if self.stopped.is_set():
                raise StoppedError
        return {"output": task.job["output"], "warnings": []}

    def pause(self) -> None:
        self.paused = True

    def resume(self) -> None:
        self.paused = False

    def stop(self) -> None:
        self.stopped.set()

    def close(self) -> None:
        self.stopped.set()


class Rig:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.worker = Steps()
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        record = RecordSettings(folder=str(folder / "out"))
        self.settings = Settings(CameraSettings("camera:secret"), BackgroundSettings("color", "#00ff00"), record=record)
        self.desk = RenderDesk(self.parent, lambda: self.settings, self._queue)
        self.notices: list[Notice] = []
        self.desk.noticed.connect(self.notices.append)
        self.window = self.desk.window_
        self._qtbot = qtbot

    def _queue(self, on_change: Callable[[], None]) -> RenderQueue:
        return RenderQueue(on_change=on_change, open_worker=lambda: self.worker)

    def said(self) -> list[str]:
        return [row.words.text() for row in self.window.rows.values()]

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=WAIT_MS)


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(qtbot, tmp_path)
    yield rig
    rig.desk.close()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_video(tmp_path / "in.mp4", [plain((0, 0, 255))] * 2)
