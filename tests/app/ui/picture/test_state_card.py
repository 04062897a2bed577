from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline import events
from tests.app.ui.conftest import Desk


def test_the_state_card_comes_and_goes(desk: Desk, qtbot: QtBot) -> None:
    card = desk.window.stage.card
    assert card.isVisible()
    assert card.geometry() == desk.window.stage.preview.picture.toRect().translated(
        desk.window.stage.preview.pos())
    desk.session.start()
    assert not card.isVisible()
    desk.session.tell(events.SourceLost("BRIO", AppError("BRIO sends no pictures")))
    assert card.isVisible()
    assert "BRIO sends no pictures" in card.accessibleName()


def test_the_cards_button_leads_to_the_demo(desk: Desk, qtbot: QtBot) -> None:
    desk.session.tell(events.SourceEnded("a.mp4", AppError("Damaged", "Choose another.")))
    button = next(found for found in desk.window.stage.card.findChildren(QAbstractButton)
                  if found.text() == "Use demo clip")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.session.applied[-1].camera.source == "demo"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_another_camera_is_chosen_from_the_list_that_the_card_opens(desk: Desk, qtbot: QtBot) -> None:
    desk.session.start()
    panel = desk.window.panels.camera
    panel.set_folded(True)
    desk.window.actions_.panels.trigger()
    desk.session.tell(events.SourceLost("BRIO", AppError("BRIO sends no pictures")))
    button = next(found for found in desk.window.stage.card.findChildren(QAbstractButton)
                  if found.text() == "Choose another camera")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.source.isVisible()
    assert panel.source.view().isVisible()
    panel.source.hidePopup()


def test_the_address_of_a_lost_network_camera_is_changed_from_the_card(desk: Desk) -> None:
    address = "http://me:***@cam/video"
    desk.session.tell(events.SourceLost("cam/video", AppError("cam/video does not answer"), address))
    button = next(found for found in desk.window.stage.card.findChildren(QAbstractButton)
                  if found.text() == "Change address")
    before = desk.controller.settings
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.dialogs.asked_about == [address]
    assert desk.controller.settings == before, "the user thought better of it"
    desk.dialogs.url = "http://me:***@cam:8080/video"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.session.applied[-1].camera.source == desk.dialogs.url
