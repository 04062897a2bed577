from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.pipeline.replay.export import ExportJob, ExportReport
from app.settings import BackgroundSettings
from app.ui.takes.page import TakesPage
from tests.app.ui.conftest import Desk
from tests.app.ui.takes.pages import WAIT_MS, corner, opened


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


def test_a_transparent_take_is_exported_where_that_is_possible(page: TakesPage, qtbot: QtBot) -> None:
    column = opened(page, qtbot).editor.column
    assert column.format.currentData() == ".mp4"
    column.background.changed.emit(BackgroundSettings("transparent"))
    assert column.format.currentData() == ".webm"
    qtbot.waitUntil(lambda: corner(page.editor.preview.image)[0] in range(60, 120), timeout=WAIT_MS)
