from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.app.ui.conftest import Desk


def test_the_keyboard_in_the_gallery_is_always_to_be_seen(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    panel = desk.window.panels.background
    for number in range(40):
        (tmp_path / f"{number}.png").write_bytes(b"x")
    panel.add_files(sorted(tmp_path.iterdir()))
    panel.gallery.setFocus()
    content = desk.window.column.widget()
    assert content is not None
    qtbot.waitUntil(lambda: content.height() > panel.height() > panel.gallery.height())  # it lays out the tiles
    QTest.keyClick(panel.gallery, Qt.Key.Key_Home)
    QTest.keyClick(panel.gallery, Qt.Key.Key_End)
    column = desk.window.column
    place = panel.gallery.visualRect(panel.gallery.currentIndex())
    middle = panel.gallery.mapTo(column.viewport(), place.center())
    assert column.viewport().rect().contains(middle)
