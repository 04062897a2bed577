from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.pipeline import events
from app.pipeline.stats import Stats
from tests.app.ui.conftest import Desk

VIDEO = events.SourceOpened("talk.mp4", 1280, 720, 25.0, source_id="/v/talk.mp4", seconds=100.0)


def test_only_a_video_of_the_users_has_the_bar(desk: Desk) -> None:
    stage = desk.window.stage
    desk.session.start()  # the demo
    assert not stage.seek_bar.isVisible()
    desk.session.tell(VIDEO)
    assert stage.seek_bar.isVisible()
    assert not stage.seek_bar.geometry().intersects(stage.preview.geometry())
    assert not stage.seek_bar.geometry().intersects(stage.bar.geometry())
    desk.session.tell(events.SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    assert not stage.seek_bar.isVisible()
    assert not desk.window.actions_.pause.isEnabled()


def test_it_pauses_and_continues(desk: Desk) -> None:
    desk.session.tell(VIDEO)
    QTest.mouseClick(desk.window.stage.seek_bar.play, Qt.MouseButton.LeftButton)
    assert (desk.session.calls[-1], desk.controller.state.paused) == ("pause", True)
    QTest.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert (desk.session.calls[-1], desk.controller.state.paused) == ("play", False)
    desk.controller.pause(True)
    desk.session.tell(VIDEO)
    assert not desk.controller.state.paused, "another video plays"


def test_a_click_leads_there_and_the_figures_move_it_without_seeking(desk: Desk) -> None:
    desk.session.tell(VIDEO)
    bar = desk.window.stage.seek_bar
    desk.window.show_stats(Stats(position_s=25.0))
    assert desk.session.calls == []
    assert (bar.line.value(), bar.time.text()) == (25_000, "0:25 / 1:40")
    QTest.mouseClick(bar.line, Qt.MouseButton.LeftButton, pos=QPoint(bar.line.width() // 2, bar.line.height() // 2))
    sought = float(desk.session.calls[-1].removeprefix("seek "))
    assert abs(sought - 50.0) < 2.0


def test_a_double_click_on_the_picture_is_full_screen_and_back(desk: Desk, qtbot: QtBot) -> None:
    desk.session.start()
    QTest.mouseDClick(desk.window.stage.preview, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(desk.window.isFullScreen)
    QTest.mouseDClick(desk.window.stage.preview, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.window.isFullScreen())
