from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.pipeline import events
from app.pipeline.stats import Stats
from tests.app.ui.conftest import Desk


def test_while_recording_no_way_leads_to_the_demo(desk: Desk, qtbot: QtBot) -> None:
    desk.session.tell(events.SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    source = desk.window.panels.camera.source
    qtbot.waitUntil(lambda: source.findText("BRIO") >= 0)
    before = desk.controller.settings.camera
    for recording in (True, False):
        desk.controller.toggle_recording()
        desk.window.actions_.use_demo.trigger()
        desk.controller.use_demo()
        item = source.model().index(source.findText("Demo clip"), 0)
        assert bool(source.model().flags(item) & Qt.ItemFlag.ItemIsEnabled) is not recording
        assert (desk.controller.settings.camera == before) is recording


def test_a_pause_shows_in_button_badge_title_and_foot(desk: Desk) -> None:
    stage, pause = desk.window.stage, desk.window.actions_.pause_recording
    assert not pause.isEnabled()
    before = stage.bar.record.mapTo(stage.bar, QPoint())
    desk.window.actions_.record.trigger()
    QTest.qWait(10)
    assert stage.bar.record.mapTo(stage.bar, QPoint()) == before, "the large button stays where it is"
    desk.session.figures = Stats(recording=Path("take.mp4"), recorded_seconds=7.0)
    pause.trigger()
    assert desk.session.calls[-1] == "pause_recording"
    assert pause.isChecked()
    assert stage.pill.accessibleName() == "Recording paused"
    assert desk.window.windowTitle().startswith("Paused 0:07")
    names = [each.accessibleName() for each in stage.bar.findChildren(QAbstractButton) if each.isVisible()]
    assert "Resume recording" in names
    pause.trigger()
    assert desk.session.calls[-1] == "go_on_recording"
    assert stage.pill.accessibleName() == "Recording"
    desk.window.actions_.record.trigger()
    assert not pause.isEnabled()
