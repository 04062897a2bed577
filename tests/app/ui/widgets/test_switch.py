from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.widgets.switch import TRACK, Switch


def test_the_whole_row_can_be_clicked(qtbot: QtBot) -> None:
    switch = Switch("Show my room")
    qtbot.addWidget(switch)
    switch.resize(300, 28)
    for place in (QPoint(10, 14), QPoint(290, 14)):
        before = switch.isChecked()
        with qtbot.waitSignal(switch.toggled):
            QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=place)
        assert switch.isChecked() is not before
    assert switch.accessibleName() == "Show my room"


def test_it_has_room_for_its_text_and_its_track(qtbot: QtBot) -> None:
    short, long = Switch("On"), Switch("Automatically reconnect the camera")
    for switch in (short, long):
        qtbot.addWidget(switch)
    assert short.sizeHint().width() > TRACK.width()
    assert long.sizeHint().width() > short.sizeHint().width()
    assert long.minimumSizeHint() == long.sizeHint()


def test_on_off_and_disabled_look_different(qtbot: QtBot) -> None:
    switch = Switch("Show my room")
    qtbot.addWidget(switch)
    off = switch.grab().toImage()
    switch.setChecked(True)
    on = switch.grab().toImage()
    switch.setEnabled(False)
    assert off != on != switch.grab().toImage() != off
