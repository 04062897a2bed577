from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.style import theme
from tests.app.ui.conftest import Desk


def test_about(desk: Desk) -> None:
    desk.window.actions_.about.trigger()
    assert desk.dialogs.about_shown == 1


def test_the_theme_changes_at_once(desk: Desk) -> None:
    desk.window.actions_.themes["dark"].trigger()
    assert theme.current() is theme.DARK
    desk.window.actions_.themes["light"].trigger()
    assert theme.current() is theme.LIGHT
    assert desk.controller.settings.window.theme == "light"


def test_esc_calls_a_countdown_off_before_it_leaves_full_screen(desk: Desk, qtbot: QtBot) -> None:
    desk.controller.change(replace(desk.controller.settings.record, countdown_s=5))
    desk.window.set_full_screen(True)
    desk.window.actions_.record.trigger()
    mark, button = desk.window.stage.countdown, desk.window.stage.bar.record
    assert mark.isVisible()
    assert desk.window.stage.preview.geometry().contains(mark.geometry())
    assert (mark.accessibleName(), button.accessibleName()) == ("Recording starts in 5", "Cancel the countdown")
    desk.window.actions_.leave.trigger()
    assert not mark.isVisible()
    assert button.accessibleName() == "Start recording"
    assert desk.window.isFullScreen()
    assert desk.session.calls == []
    desk.window.actions_.leave.trigger()
    assert not desk.window.isFullScreen()


def test_full_screen_is_only_the_picture_and_esc_leads_back(desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_F11)
    qtbot.waitUntil(desk.window.isFullScreen)
    assert not desk.window.column.isVisible()
    assert not desk.window.menuBar().isVisible()
    qtbot.waitUntil(lambda: desk.window.stage.preview.size() == desk.window.stage.size())
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not desk.window.isFullScreen())
    assert desk.window.column.isVisible()
    assert desk.window.menuBar().isVisible()
