"""The queue's window and its desk, with a real queue and a fake worker."""
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
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


def test_files_get_the_look_of_the_window_when_they_are_added(rig: Rig, clip: Path, tmp_path: Path) -> None:
    rig.desk.add([clip, clip])
    rig.settings = Settings(background=BackgroundSettings("transparent"), record=rig.settings.record)
    rig.window.qualities.findChildren(type(rig.window.add_files))[1].click()
    rig.desk.add([clip])
    rig.worker.free.set()
    rig.until(lambda: rig.said() == ["Done."] * 2)
    first, second = (task.job for task in rig.worker.tasks)
    assert first["settings"]["background"]["value"] == "#00ff00"
    assert (first["quality"], second["quality"]) == ("best", "live")
    assert (first["output"], second["output"]) == (str(tmp_path / "out/in.mp4"), str(tmp_path / "out/in.webm"))
    assert "secret" not in str(first)


def test_nothing_that_is_there_is_written_over(rig: Rig, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "in.mp4").write_bytes(b"mine")
    rig.desk.add([clip])
    rig.desk.add([clip])
    rig.worker.free.set()
    rig.until(lambda: len(rig.worker.tasks) == 2)
    assert [Path(task.job["output"]).name for task in rig.worker.tasks] == ["in (2).mp4", "in (3).mp4"]


def test_a_row_shows_its_progress_and_offers_what_can_be_done(rig: Rig, clip: Path, qtbot: QtBot) -> None:
    rig.desk.add([clip])
    rig.until(lambda: any(words.startswith("25 %") for words in rig.said()))
    (row,) = rig.window.rows.values()
    assert row.bar.value() == 250
    assert not row.pause.isHidden()
    assert row.show_result.isHidden()
    qtbot.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    rig.until(lambda: rig.said() == ["Paused at 25 %"])
    assert rig.worker.paused
    assert rig.window.pause_all.text() == "Resume all"
    rig.window.pause_all.click()
    rig.until(lambda: not rig.worker.paused)
    row.stop.click()
    rig.until(lambda: rig.said() == ["Cancelled"])
    assert not row.retry.isHidden()
    row.remove.click()
    rig.until(lambda: not rig.window.rows)
    assert not rig.window.empty.isHidden()


def test_what_failed_says_why_and_what_is_done_can_be_shown(rig: Rig, clip: Path, tmp_path: Path) -> None:
    bad = clip.with_name("bad.mp4")
    bad.write_bytes(clip.read_bytes())
    shown: list[Path] = []
    rig.desk.revealed.connect(shown.append)
    rig.worker.free.set()
    rig.desk.add([bad, clip])
    rig.until(lambda: rig.said() == ["It is damaged. Choose another.", "Done."])
    assert rig.window.summary.text() == "2 finished, 1 failed"
    [*rig.window.rows.values()][1].show_result.click()
    assert shown == [tmp_path / "out" / "in.mp4"]
    rig.window.clear.click()
    rig.until(lambda: not rig.window.rows)


def test_the_end_is_reported_beside_the_picture(rig: Rig, clip: Path, tmp_path: Path) -> None:
    rig.desk.add([clip])
    rig.window.close()
    rig.worker.free.set()
    rig.until(lambda: bool(rig.notices))
    (notice,) = rig.notices
    assert (notice.title, notice.act, notice.path) == ("1 file is rendered", "show_file", tmp_path / "out" / "in.mp4")


def test_a_folder_without_videos_is_reported(rig: Rig, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    rig.desk.add([tmp_path / "empty"])
    assert "no videos or pictures" in rig.notices[0].title


def test_the_user_chooses_the_folder(rig: Rig, clip: Path, tmp_path: Path) -> None:
    rig.desk.use_folder(None)
    assert rig.window.folder.text() == str(tmp_path / "out")
    rig.desk.use_folder(tmp_path / "other")
    rig.worker.free.set()
    rig.desk.add([clip])
    rig.until(lambda: rig.said() == ["Done."])
    assert rig.worker.tasks[0].job["output"] == str(tmp_path / "other" / "in.mp4")


def test_a_start_without_a_queue_opens_none(rig: Rig) -> None:
    rig.desk.go_on()
    assert rig.desk._queue is None
