"""Notices: important ones stay until read, and none covers a face or a button."""
from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.errors import AppError
from app.pipeline import events
from app.ui.picture.notice_box import TOAST_MS
from app.ui.picture.view_layers import mark_place
from app.ui.state.notices import Notice
from tests.app.ui.conftest import Desk

RESCUED = Notice("good", "Recording rescued", "It plays now.", "show_file", Path("a.mp4"), matters=True)
SILENT = Notice("good", "Recording saved without sound", "b.mp4", "show_file", Path("b.mp4"), matters=True)
SAVED = Notice("good", "Picture saved", "c.png", "show_file", Path("c.png"))
BAD = Notice("bad", "The microphone fell silent", "Recording continues without sound. Choose another microphone.")


def shown(desk: Desk) -> list[str]:
    tray = desk.window.stage.tray
    return [box.notice.title for box in (tray.banner, tray.toast) if not box.isHidden() and box.notice is not None]


def test_what_matters_waits_behind_what_came_later_until_it_is_read(desk: Desk) -> None:
    tray = desk.window.stage.tray
    for notice in (RESCUED, SILENT, SAVED):
        tray.show_notice(notice)
    assert shown(desk) == [SILENT.title, SAVED.title]
    assert "1 more" in [label.text() for label in tray.banner.findChildren(QLabel) if label.isVisible()]
    tray.toast._timer.setInterval(0)
    tray.toast._timer.start()
    QTest.qWait(20)
    assert shown(desk) == [SILENT.title]
    QTest.mouseClick(tray.banner, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert shown(desk) == [RESCUED.title]
    close = next(found for found in tray.banner.findChildren(QAbstractButton) if found.accessibleName() == "Dismiss")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert shown(desk) == []


def test_the_same_thing_twice_is_one_message(desk: Desk) -> None:
    tray = desk.window.stage.tray
    tray.show_notice(BAD)
    tray.show_notice(BAD)
    QTest.mouseClick(tray.banner, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert shown(desk) == []


def test_what_is_over_goes_although_something_newer_lies_before_it(desk: Desk) -> None:
    desk.session.tell(events.RecordingFailed(AppError("It cannot be written", "Why.")))
    desk.window.stage.tray.show_notice(RESCUED)
    desk.session.tell(events.RecordingStarted(Path("a.mp4")))
    QTest.mouseClick(desk.window.stage.banner, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert shown(desk) == []


def test_only_what_does_not_matter_has_a_time() -> None:
    assert TOAST_MS > 0


@pytest.mark.parametrize("size", [(1280, 800), (960, 600), (760, 480), (683, 384), (512, 384)])
@pytest.mark.parametrize("full", [False, True])
def test_notices_leave_the_face_and_the_bar_alone(desk: Desk, size: tuple[int, int], full: bool) -> None:
    """The face of somebody in front of a camera is in the upper half; at most a third of the picture is covered."""
    desk.session.start()
    desk.window.resize(*size)
    stage = desk.window.stage
    if full:
        stage.set_full(True)
    for notice in (BAD, SAVED):
        stage.show_notice(notice)
    QTest.qWait(10)
    area = stage.preview.geometry()
    area.setBottom(stage.bar.geometry().top() - 1)  # in full screen, the bar lies on the picture
    upper = QRect(area.topLeft(), area.size())
    upper.setHeight(area.height() // 2)
    for box in (stage.banner, stage.toast):
        assert not box.geometry().intersects(upper), (box.geometry(), area)
        assert not box.geometry().intersects(stage.bar.geometry())
        assert stage.rect().contains(box.geometry())
        for label in box.findChildren(QLabel):
            assert label.isHidden() or label.height() >= min(label.heightForWidth(label.width()), box.height() - 12)


LONG = Notice(
    "bad", "Recorded without all of the sound: The microphone Headset of a rather long name is not connected",
    "It is recorded as soon as it is there. Choose another microphone, or allow Backdrop to use it in the system's "
    "privacy settings.", matters=True)  # fmt: skip


@pytest.mark.parametrize("size", [(1280, 800), (960, 600), (760, 480)])
def test_a_long_notice_is_there_to_its_end(desk: Desk, size: tuple[int, int]) -> None:
    desk.session.start()
    desk.window.resize(*size)
    stage = desk.window.stage
    stage.show_notice(LONG)
    QTest.qWait(10)
    texts = [label for label in stage.banner.findChildren(QLabel) if label.text() in (LONG.title, LONG.hint)]
    assert len(texts) == 2
    for label in texts:
        assert label.isVisible()
        assert label.height() >= label.heightForWidth(label.width())
    area = stage.preview.geometry()
    assert stage.banner.geometry().top() >= area.center().y()


@pytest.mark.parametrize("size", [(1280, 800), (960, 600), (760, 480), (683, 384), (512, 384), (480, 270)])
def test_notices_leave_the_cards_buttons_alone(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.session.tell(events.SourceEnded("a.mp4", AppError("The video is damaged", "Choose another file: MP4 works.")))
    stage = desk.window.stage
    for notice in (BAD, SAVED):
        stage.show_notice(notice)
    QTest.qWait(10)
    buttons = [found for found in stage.card.findChildren(QAbstractButton) if found.isVisible()]
    assert len(buttons) == 3
    for button in buttons:
        place = QRect(button.mapTo(stage, QPoint()), button.size())
        assert stage.preview.geometry().contains(place)
        assert not any(box.geometry().intersects(place) for box in (stage.banner, stage.toast))


@pytest.mark.parametrize("width", [240.0, 480.0, 760.0, 1280.0])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.7, 0.95, 0.99, 1.0])
def test_the_mark_of_the_room_is_never_cut_off(width: float, share: float) -> None:
    picture = QRectF(16, 8, width, width * 9 / 16)
    part = QRectF(picture)
    part.setWidth(round(width * share))
    for words in (110.0, 220.0, 330.0):
        if words + 20 <= width:
            assert picture.contains(mark_place(picture, part, words))
