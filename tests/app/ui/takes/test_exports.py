from __future__ import annotations

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from app.pipeline.render.queue_item import QueueItem
from app.pipeline.render.task import Task
from app.ui.takes.exports import words_of
from app.ui.takes.page import TakesPage
from tests.app.ui.takes.pages import WAIT_MS, opened


def test_an_export_that_fails_says_why_and_can_be_tried_again(page: TakesPage, folder: Path, qtbot: QtBot) -> None:
    editor = opened(page, qtbot).editor
    folder.rename(folder.with_name("Away"))
    editor.column.export.click()
    qtbot.waitUntil(lambda: bool(page.exports.rows) and "Failed" in page.exports.rows[0].words.text(), timeout=WAIT_MS)
    assert page.exports.rows[0].words.toolTip()
    folder.with_name("Away").rename(folder)
    page.exports.rows[0].retry.click()
    qtbot.waitUntil(lambda: page.exports.rows[0].words.text() == "Done", timeout=WAIT_MS)


def test_an_export_in_words() -> None:
    def item(**facts: Any) -> QueueItem:
        return QueueItem("1", Task("export", {}), "a", Path("a.mp4"), **facts)

    assert words_of(item()) == "Waiting"
    assert words_of(item(state="running", done=30, total=100, left_s=61.2)) == "30 %, 1:01 left"
    assert words_of(item(state="failed", error="The disk is full")) == "Failed: The disk is full"
    assert words_of(item(state="stopped")) == "Cancelled"
    assert words_of(item(state="done", warnings=("The take is damaged.",))) == "Done, with a warning"
