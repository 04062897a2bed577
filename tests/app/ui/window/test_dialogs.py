from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.ui.window.dialogs import Dialogs, UrlDialog, is_url


@pytest.mark.parametrize(("text", "right"), [
    ("http://192.168.1.20:8080/video", True), ("rtsp://user:pw@cam.local/1", True), ("https://cam", True),
    ("", False), ("cam.local", False), ("file:///etc/passwd", False), ("http://", False), ("ftp://a/b", False),
])
def test_what_can_be_a_network_camera(text: str, right: bool) -> None:
    assert is_url(text) is right


def test_connect_rests_until_there_is_an_address(qtbot: QtBot) -> None:
    dialog = UrlDialog()
    qtbot.addWidget(dialog)
    assert not dialog.confirm.isEnabled()
    qtbot.keyClicks(dialog.field, "  http://127.0.0.1:9/video ")
    assert dialog.confirm.isEnabled()
    assert dialog.url() == "http://127.0.0.1:9/video"


@pytest.mark.parametrize(("pressed", "answer"), [("Stop and quit", True), ("Keep recording", False), (None, False)])
def test_a_recording_goes_on_unless_stopping_was_chosen(qtbot: QtBot, pressed: str | None, answer: bool) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        found = [button for button in box.buttons() if button.text() == pressed]
        if found:
            found[0].click()
        else:
            box.reject()  # Esc, or the cross of the box

    QTimer.singleShot(0, press)
    assert Dialogs(parent, lambda: "", lambda _: None).ask_quit() is answer
