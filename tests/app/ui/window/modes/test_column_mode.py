from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.ui.conftest import Desk


def test_panels_and_mirror_toggle(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_F9)
    assert not desk.window.column.isVisible()
    assert not desk.controller.settings.window.show_panels
    QTest.keyClick(desk.window, Qt.Key.Key_F9)
    assert desk.window.column.isVisible()
    QTest.keyClick(desk.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert not desk.session.applied[-1].mirror.preview


def test_a_window_that_becomes_narrow_folds_its_panels_and_unfolds_them_again(desk: Desk) -> None:
    window = desk.window
    window.resize(1280, 800)
    assert window.column.isVisible()
    window.resize(600, 500)
    assert not window.column.isVisible()
    assert not window.actions_.panels.isChecked()
    window.actions_.panels.trigger()
    assert window.column.isVisible()
    assert desk.controller.settings.window.show_panels, "what is remembered is meant for a wide window"
    window.resize(1280, 800)
    assert window.column.isVisible()
    assert window.actions_.panels.isChecked()
