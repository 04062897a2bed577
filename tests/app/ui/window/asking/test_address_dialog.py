from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.window.asking.address_dialog import HELP, AddressDialog


def test_connect_rests_until_there_is_an_address_and_says_why(qtbot: QtBot) -> None:
    dialog = AddressDialog()
    qtbot.addWidget(dialog)
    assert not dialog.confirm.isEnabled()
    assert dialog.hint.text() == HELP
    assert dialog.confirm.toolTip()
    qtbot.keyClicks(dialog.field, "ftp://camera/1")
    assert not dialog.confirm.isEnabled()
    assert "ftp://" in dialog.hint.text()


def test_the_scheme_may_be_left_out(qtbot: QtBot) -> None:
    dialog = AddressDialog()
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.field, "  127.0.0.1:9/video ")
    assert dialog.confirm.isEnabled()
    assert dialog.url() == "http://127.0.0.1:9/video"


def test_addresses_used_last_are_offered_without_their_passwords(qtbot: QtBot) -> None:
    last = ("rtsp://admin:secret@camera.local/live", "http://192.168.1.20:8080/video")
    dialog = AddressDialog(last=last)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = [dialog.last.item(row).text() for row in range(dialog.last.count())]
    assert texts == ["camera.local/live", "192.168.1.20:8080/video"]
    first = dialog.last.visualItemRect(dialog.last.item(0)).center()
    qtbot.mouseClick(dialog.last.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert dialog.url() == last[0]
    with qtbot.waitSignal(dialog.accepted):
        dialog.last.itemActivated.emit(dialog.last.item(1))
    assert dialog.url() == last[1]


@pytest.mark.parametrize("address", ["", "http://10.0.0.2/video"])
def test_an_address_can_be_changed(qtbot: QtBot, address: str) -> None:
    dialog = AddressDialog(address=address)
    qtbot.addWidget(dialog)
    assert dialog.url() == address
    assert dialog.confirm.isEnabled() == bool(address)
