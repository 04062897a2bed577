from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from tests.app.ui.conftest import Desk


def test_a_damaged_place_does_no_harm(desk: Desk) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    desk.window.place.restore("no base64 ünd no geometry")
    assert room.contains(desk.window.frameGeometry())
