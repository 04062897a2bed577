from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.errors import AppError
from app.pipeline import events
from tests.app.ui.conftest import Desk


def test_bad_news_stays_until_it_is_closed(desk: Desk) -> None:
    desk.session.tell(events.BackgroundFailed(AppError("Cannot read picture 'room.png'", "Choose another.")))
    banner = desk.window.stage.banner
    assert banner.isVisible()
    assert banner.accessibleName() == "Cannot read picture 'room.png'. Choose another."
    close = next(found for found in banner.findChildren(QAbstractButton) if found.accessibleName() == "Dismiss")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


@pytest.mark.parametrize("width", [760, 900, 1280])
def test_a_long_message_can_be_read_and_leaves_the_pill_alone(desk: Desk, width: int) -> None:
    desk.window.resize(width, 560)
    desk.session.tell(events.RecordingStarted(Path("a.mp4")))
    hint = "Everything up to now is saved. Free some space, or choose another folder."
    desk.session.tell(events.SoundLost(AppError("The disk is full, so the recording stopped and so on", hint)))
    QTest.qWait(20)
    stage = desk.window.stage
    for label in stage.banner.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
    assert not stage.banner.geometry().intersects(stage.pill.geometry())
    assert stage.banner.geometry().right() <= stage.width()


def test_a_name_is_not_markup(desk: Desk) -> None:
    desk.session.tell(events.SnapshotSaved(Path("<b>bad & ugly.png")))
    texts = [label for label in desk.window.stage.toast.findChildren(QLabel) if "<b>" in label.text()]
    assert [label.textFormat() for label in texts] == [Qt.TextFormat.PlainText]
