from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.app.ui.conftest import Desk


def test_in_full_screen_the_bar_rests_until_the_mouse_moves(desk: Desk, qtbot: QtBot) -> None:
    stage = desk.window.stage
    desk.window.set_full_screen(True)
    assert stage.bar.isVisible()
    qtbot.waitUntil(lambda: not stage.bar.isVisible())
    where = QPointF(9, 9)  # the offscreen screen has no mouse of its own
    move = QMouseEvent(QEvent.Type.MouseMove, where, where, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton,
                       Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(stage.preview, move)
    assert stage.bar.isVisible()
