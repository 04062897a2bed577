from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.ui.window.dialogs import UrlDialog, is_url


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
