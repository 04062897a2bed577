"""The takes page over a folder with two takes."""
from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.paths import config_folder
from app.pipeline.render.queue import RenderQueue
from app.pipeline.render.queue_file import QueueFile
from app.pipeline.render.task import Progress, Task, doer_of
from app.ui.takes.left_exports import QUEUE_FILE
from app.ui.takes.page import TakesPage
from tests.app.ui.conftest import Desk
from tests.kept import make_take

WAIT_MS = 60_000


class Inline:
    """Exports in the calling thread."""

    def run(self, task: Task, on_progress: Progress) -> dict[str, Any]:
        return doer_of(task.kind).perform(task.job, on_progress)

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_take(tmp_path_factory.mktemp("takes") / "a.backdrop", 40).read_bytes()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: bytes) -> Path:
    """The recordings folder with a take and a file that is not one."""
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "Videos"
    folder.mkdir(parents=True)
    (folder / "Good.backdrop").write_bytes(made)
    (folder / "Bad.backdrop").write_bytes(b"no take")
    os.utime(folder / "Bad.backdrop", (1000, 1000))
    return folder


@pytest.fixture
def page(desk: Desk, folder: Path, qtbot: QtBot) -> Iterator[TakesPage]:
    """The page, shown, with the details of all takes loaded."""
    page = desk.window.takes.page
    page._open_queue = lambda told: RenderQueue(
        kept=QueueFile(config_folder() / QUEUE_FILE), on_change=told, open_worker=Inline)
    desk.window.actions_.takes.trigger()
    model = page._model
    qtbot.waitUntil(lambda: model.rowCount() == 2 and not model._asked, timeout=WAIT_MS)
    yield page
    page.close_all()


def opened(page: TakesPage, qtbot: QtBot) -> TakesPage:
    page.list.view.setCurrentIndex(page._model.index(0, 0))
    page.list.open.click()
    qtbot.waitUntil(lambda: page.editor.preview.image is not None, timeout=WAIT_MS)
    return page


def corner(image: QImage | None) -> tuple[int, int, int]:
    assert image is not None
    color = image.pixelColor(3, 3)
    return color.red(), color.green(), color.blue()
