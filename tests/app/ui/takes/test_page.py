from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.paths import config_folder
from app.pipeline.render.queue import RenderQueue
from app.pipeline.render.queue_file import QueueFile
from app.pipeline.render.queue_item import QueueItem
from app.pipeline.render.task import Progress, Task, doer_of
from app.pipeline.replay.export import ExportJob, ExportReport
from app.pipeline.takes.take_list import list_takes
from app.settings import BackgroundSettings, Settings
from app.ui.takes import take_list
from app.ui.takes.exports import words_of
from app.ui.takes.left_exports import QUEUE_FILE, exports_wait
from app.ui.takes.model import BrokenRole, FactsRole, ThumbnailRole
from app.ui.takes.page import TakesPage
from sinet_core.matting.zones import DROP
from tests.app.ui.conftest import Desk
from tests.kept import make_take

WAIT_MS = 60_000


class Inline:
    """Does an export in the thread that asks for it."""

    def run(self, task: Task, on_progress: Progress) -> dict[str, Any]:
        return doer_of(task.kind).perform(task.job, on_progress)

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_take(tmp_path_factory.mktemp("takes") / "a.backdrop", 40).read_bytes()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: bytes) -> Path:
    """The recordings folder with a take and something that is none."""
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "Videos"
    folder.mkdir(parents=True)
    (folder / "Good.backdrop").write_bytes(made)
    (folder / "Bad.backdrop").write_bytes(b"no take")
    os.utime(folder / "Bad.backdrop", (1000, 1000))
    return folder


@pytest.fixture
def page(desk: Desk, folder: Path, qtbot: QtBot) -> Iterator[TakesPage]:
    """Shown, and what is in the takes is known."""
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


def test_takes_are_shown_with_picture_and_facts_and_what_is_wrong_with_them(page: TakesPage, desk: Desk) -> None:
    good, bad = page._model.index(0, 0), page._model.index(1, 0)
    assert (good.data(), bad.data()) == ("Good", "Bad")
    assert corner(good.data(ThumbnailRole)) == (0x20, 0x60, 0xC0), "a composite, not the room"
    assert "· 0:01 ·" in good.data(FactsRole)
    assert isinstance(bad.data(BrokenRole), AppError)
    assert not desk.session.watched, "nobody sees the camera's picture now"
    page.list.view.setCurrentIndex(bad)
    assert not page.list.open.isEnabled()
    assert page.list.delete.isEnabled()


def test_a_take_is_renamed_in_its_place(page: TakesPage, folder: Path) -> None:
    index = page._model.index(0, 0)
    assert page._model.setData(index, "Holiday")
    assert (folder / "Holiday.backdrop").exists()
    assert index.data() == "Holiday"
    assert isinstance(index.data(ThumbnailRole), QImage)
    assert not page._model.setData(index, "Bad")
    assert "There is a take 'Bad' already" in page.tray.banner.accessibleName() or page.tray.banner.isVisible()
    assert {take.name for take in list_takes(folder)} == {"Holiday", "Bad"}


def test_a_take_goes_to_the_wastebasket_or_stays(
    page: TakesPage, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.list.view.setCurrentIndex(page._model.index(0, 0))
    monkeypatch.setattr(take_list, "to_wastebasket", lambda path: False)
    page.list.delete.click()
    assert (folder / "Good.backdrop").exists()
    assert page.tray.banner.isVisible()
    monkeypatch.setattr(take_list, "to_wastebasket", lambda path: path.rename(path.with_suffix(".gone")) is not None)
    page.list.view.setCurrentIndex(page._model.index(0, 0))
    page.list.delete.click()
    qtbot.waitUntil(lambda: page._model.rowCount() == 1, timeout=WAIT_MS)


def test_a_take_that_is_gone_leaves_the_list(page: TakesPage, folder: Path, qtbot: QtBot) -> None:
    (folder / "Good.backdrop").unlink()
    page.list.view.setCurrentIndex(page._model.index(0, 0))
    page.list.open.click()
    qtbot.waitUntil(lambda: page._model.rowCount() == 1, timeout=WAIT_MS)
    assert "There is no take" in page.tray.banner.accessibleName()
    (folder / "Bad.backdrop").unlink()
    page.tray.banner.hide()
    page.list.view.setCurrentIndex(page._model.index(0, 0))
    page.list.delete.click()
    qtbot.waitUntil(lambda: page._model.rowCount() == 0, timeout=WAIT_MS)
    assert not page.tray.banner.isVisible(), "what the user wanted is so"


def test_a_take_plays_and_shows_what_is_changed_at_once(page: TakesPage, desk: Desk, qtbot: QtBot) -> None:
    editor = opened(page, qtbot).editor
    assert corner(editor.preview.image) == (0x20, 0x60, 0xC0)
    editor.column.background.changed.emit(BackgroundSettings("color", "#c02020"))
    qtbot.waitUntil(lambda: corner(editor.preview.image) == (0xC0, 0x20, 0x20), timeout=WAIT_MS)
    assert desk.controller.settings.background == Settings().background, "the camera's own stays"
    editor.toggle()
    qtbot.waitUntil(lambda: editor.transport.line.value() > 900, timeout=WAIT_MS)
    editor.column.restore.click()
    qtbot.waitUntil(lambda: corner(editor.preview.image) == (0x20, 0x60, 0xC0), timeout=WAIT_MS)


def test_zones_are_painted_over_a_take(page: TakesPage, qtbot: QtBot) -> None:
    editor = opened(page, qtbot).editor
    editor.column.matte.paint.click()
    assert editor.canvas.isVisible()
    assert editor.zone_bar.isVisible()
    editor.zone_bar.choose("drop")
    editor.canvas.sketch.begin()
    editor.canvas.sketch.stroke((0.5, 0.5), (0.5, 0.5), 0.2, DROP)
    editor.canvas.painted.emit()
    assert editor.changes.zones
    desk_escape(page)
    assert not editor.canvas.isVisible()
    assert editor.isVisible()
    desk_escape(page)
    assert page.list.isVisible()


def desk_escape(page: TakesPage) -> None:
    page.leave()


def test_a_part_is_chosen_and_exported_with_the_changes(page: TakesPage, folder: Path, qtbot: QtBot) -> None:
    before = (folder / "Good.backdrop").read_bytes()
    editor = opened(page, qtbot).editor
    editor.column.background.changed.emit(BackgroundSettings("color", "#c02020"))
    editor.transport.line.setValue(1000)
    editor.transport.end.click()
    editor.transport.line.setValue(500)
    editor.transport.start.click()
    assert editor.transport.part == (0.5, 1.0)
    editor.column.format.setCurrentIndex(editor.column.format.findData(".gif"))
    for _ in range(2):
        editor.column.export.click()
    qtbot.waitUntil(lambda: [row.words.text() for row in page.exports.rows] == ["Done", "Done"], timeout=WAIT_MS)
    assert {path.name for path in folder.glob("*.gif")} == {"Good.gif", "Good (2).gif"}
    image = QImage(str(folder / "Good.gif"))
    if not image.isNull():  # where Qt has its reader of GIF
        assert np.abs(np.subtract(corner(image), (0xC0, 0x20, 0x20))).max() < 16
    assert (folder / "Good.backdrop").read_bytes() == before
    page.exports.rows[0].remove.click()
    qtbot.waitUntil(lambda: len(page.exports.rows) == 1, timeout=WAIT_MS)


def test_an_export_goes_into_another_folder_if_one_is_chosen(
    page: TakesPage, desk: Desk, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    column = opened(page, qtbot).editor.column
    assert column.folder.text() == str(folder)
    column.change.click()
    assert column.output_folder == folder, "the dialog was closed"
    other = tmp_path / "other"
    other.mkdir()
    desk.dialogs.record_folder = other
    column.change.click()
    assert column.folder.text() == str(other)
    column.format.setCurrentIndex(column.format.findData(".gif"))
    column.export.click()
    qtbot.waitUntil(lambda: [row.words.text() for row in page.exports.rows] == ["Done"], timeout=WAIT_MS)
    assert [path.name for path in other.iterdir()] == ["Good.gif"]
    assert not list(folder.glob("*.gif"))


def test_the_best_quality_is_asked_of_the_export(
    page: TakesPage, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ExportJob] = []

    def remember(job: ExportJob, _told: object) -> ExportReport:
        asked.append(job)
        return ExportReport(1, 1.0, 1.0, job.output)

    monkeypatch.setattr("app.pipeline.replay.export_task.export", remember)
    column = opened(page, qtbot).editor.column
    column.export.click()
    column.best.click()
    column.export.click()
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=WAIT_MS)
    assert [job.quality for job in asked] == ["live", "best"]


def test_an_export_that_fails_says_why_and_can_be_tried_again(page: TakesPage, folder: Path, qtbot: QtBot) -> None:
    editor = opened(page, qtbot).editor
    folder.rename(folder.with_name("Away"))
    editor.column.export.click()
    qtbot.waitUntil(lambda: bool(page.exports.rows) and "Failed" in page.exports.rows[0].words.text(), timeout=WAIT_MS)
    assert page.exports.rows[0].words.toolTip()
    folder.with_name("Away").rename(folder)
    page.exports.rows[0].retry.click()
    qtbot.waitUntil(lambda: page.exports.rows[0].words.text() == "Done", timeout=WAIT_MS)


def test_a_transparent_take_is_exported_where_that_is_possible(page: TakesPage, qtbot: QtBot) -> None:
    column = opened(page, qtbot).editor.column
    assert column.format.currentData() == ".mp4"
    column.background.changed.emit(BackgroundSettings("transparent"))
    assert column.format.currentData() == ".webm"
    qtbot.waitUntil(lambda: corner(page.editor.preview.image)[0] in range(60, 120), timeout=WAIT_MS)


def test_the_page_leads_back_to_the_camera(page: TakesPage, desk: Desk) -> None:
    numbers = desk.window.actions_.numbers[0]
    assert not numbers.isEnabled()
    desk.window.actions_.leave.trigger()
    assert not desk.window.takes.shown
    assert not desk.window.actions_.takes.isChecked()
    assert numbers.isEnabled()
    assert desk.session.watched


def test_exports_of_the_run_before_are_noticed(folder: Path) -> None:
    assert not exports_wait()
    kept = QueueFile(config_folder() / QUEUE_FILE)
    kept.open()
    item = QueueItem("1", Task("export", {}), "a", Path("a.mp4"))
    for state, waits in (("done", False), ("running", True), ("waiting", True)):
        kept.save([QueueItem(item.id, item.task, item.name, item.output, state=state)])  # type: ignore[arg-type]
        assert exports_wait() == waits
    kept.close()


def test_an_export_in_words() -> None:
    def item(**facts: Any) -> QueueItem:
        return QueueItem("1", Task("export", {}), "a", Path("a.mp4"), **facts)

    assert words_of(item()) == "Waiting"
    assert words_of(item(state="running", done=30, total=100, left_s=61.2)) == "30 %, 1:01 left"
    assert words_of(item(state="failed", error="The disk is full")) == "Failed: The disk is full"
    assert words_of(item(state="stopped")) == "Cancelled"
