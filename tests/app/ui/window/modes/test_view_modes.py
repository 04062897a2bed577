from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.pipeline.frame import Frame
from app.pipeline.process.view import PreviewFrame, RawPicture, View
from app.settings import Settings
from tests.app.ui.conftest import Desk


def publish_with_room(desk: Desk) -> None:
    image = np.full((90, 160, 3), 120, np.uint8)
    image.flags.writeable = False
    desk.session.preview.put(PreviewFrame(image, 0.0, 0, room=RawPicture(image)))
    desk.window.stage.preview.show_newest()


def test_at_the_start_the_picture_is_plain_and_no_view_is_a_setting(desk: Desk) -> None:
    assert desk.window.views.look == "plain"
    assert desk.session.views == []
    assert View() == View(room=False, xray=False)
    assert View not in {field.type for field in fields(Settings)}


def test_the_action_asks_the_session_and_takes_it_back(desk: Desk) -> None:
    split = desk.window.actions_.split
    split.trigger()
    assert desk.session.views[-1] == View(room=True)
    split.trigger()
    assert desk.session.views[-1] == View()
    assert desk.saved == [], "a view was saved"


def test_one_view_ends_the_other(desk: Desk) -> None:
    actions = desk.window.actions_
    actions.split.trigger()
    actions.xray.trigger()
    assert desk.session.views[-1] == View(xray=True)
    assert (actions.split.isChecked(), actions.xray.isChecked()) == (False, True)


def test_the_divider_is_there_as_long_as_there_are_two_halves(desk: Desk) -> None:
    stage = desk.window.stage
    desk.window.actions_.split.trigger()
    assert not stage.divider.isVisible(), "nothing to divide yet"
    publish_with_room(desk)
    assert stage.divider.isVisible()
    assert stage.divider.geometry().center().x() == pytest.approx(
        stage.preview.pos().x() + stage.preview.picture.center().x(), abs=2)
    desk.window.actions_.split.trigger()
    assert not stage.divider.isVisible()


def test_escape_leaves_the_view_first_and_full_screen_then(desk: Desk, qtbot: QtBot) -> None:
    desk.window.set_full_screen(True)
    desk.window.actions_.split.trigger()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.window.views.look == "plain"
    assert desk.window.isFullScreen()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not desk.window.isFullScreen()


def test_a_plain_picture_after_a_view_has_no_divider(desk: Desk) -> None:
    desk.window.actions_.split.trigger()
    publish_with_room(desk)
    image = np.full((90, 160, 3), 120, np.uint8)
    image.flags.writeable = False
    desk.session.preview.put(Frame(image, 0.0, 1))
    desk.window.stage.preview.show_newest()
    assert not desk.window.stage.divider.isVisible()
