from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.ui.conftest import Desk


def test_the_keys_are_listed_and_any_key_closes_the_list(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    assert desk.window.shortcuts.isVisible()
    QTest.keyClick(desk.window.shortcuts, Qt.Key.Key_A)
    assert not desk.window.shortcuts.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_F11, Qt.Key.Key_2, Qt.Key.Key_Tab])
def test_a_key_that_closes_the_list_does_nothing_else_and_the_keyboard_goes_back(desk: Desk, key: Qt.Key) -> None:
    gallery = desk.window.panels.background.gallery
    gallery.setFocus()
    desk.window.actions_.split.trigger()
    before = desk.controller.settings
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    assert desk.window.shortcuts.hasFocus()
    QTest.keyClick(desk.window.shortcuts, key)
    assert not desk.window.shortcuts.isVisible()
    assert desk.controller.settings == before
    assert desk.window.views.look == "split"
    assert not desk.window.isFullScreen()
    assert gallery.hasFocus()
