from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.ui.conftest import CAMERAS, Desk


@pytest.mark.parametrize(("key", "modifier", "call"), [
    (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, "take_snapshot"),
    (Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, "start_recording"),
])
def test_keys_reach_the_session(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier, call: str) -> None:
    QTest.keyClick(desk.window, key, modifier)
    assert desk.session.calls == [call]


def test_digits_choose_backgrounds(desk: Desk) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_4)
    assert desk.controller.settings.background.value == "office"


def test_cameras_stand_in_their_menu_with_the_one_in_use_marked(desk: Desk) -> None:
    desk.window.panels.camera.show_cameras(CAMERAS)
    actions = desk.window.actions_.cameras.actions()
    assert [action.text() for action in actions] == ["BRIO", "Integrated camera"]
    assert [action.isChecked() for action in actions] == [True, False]
    actions[1].trigger()
    assert desk.controller.settings.camera.source == "camera:0c45:6366@2"
    assert [action.isChecked() for action in desk.window.actions_.cameras.actions()] == [False, True]
