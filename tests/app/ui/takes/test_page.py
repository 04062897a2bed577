from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.settings import BackgroundSettings
from app.ui.takes.page import TakesPage
from tests.app.ui.conftest import Desk
from tests.app.ui.takes.pages import WAIT_MS, corner, opened


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
    if not image.isNull():  # if Qt has its GIF reader
        assert np.abs(np.subtract(corner(image), (0xC0, 0x20, 0x20))).max() < 16
    assert (folder / "Good.backdrop").read_bytes() == before
    page.exports.rows[0].remove.click()
    qtbot.waitUntil(lambda: len(page.exports.rows) == 1, timeout=WAIT_MS)


def test_the_page_leads_back_to_the_camera(page: TakesPage, desk: Desk) -> None:
    numbers = desk.window.actions_.numbers[0]
    assert not numbers.isEnabled()
    desk.window.actions_.leave.trigger()
    assert not desk.window.takes.shown
    assert not desk.window.actions_.takes.isChecked()
    assert numbers.isEnabled()
    assert desk.session.watched
