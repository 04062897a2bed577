from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from app.ui.widgets.icon_button import IconButton


def action() -> QAction:
    made = QAction("&Mute microphone…")
    made.setShortcut("M")
    made.setCheckable(True)
    return made


def test_it_has_a_name_for_those_who_cannot_see_it(qtbot: QtBot) -> None:
    button = IconButton("undo", "Undo", side=32)
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Undo"
    assert (button.width(), button.height()) == (32, 32)


def test_it_triggers_its_action_and_follows_it(qtbot: QtBot) -> None:
    mute = action()
    button = IconButton.of_action(mute, "microphone")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Mute microphone"
    assert button.toolTip() == "Mute microphone  (M)"
    with qtbot.waitSignal(mute.triggered):
        button.click()
    assert mute.isChecked()
    assert button.isChecked()
    mute.setEnabled(False)
    mute.setText("Unmute")
    assert not button.isEnabled()
    assert button.accessibleName() == "Unmute"


def test_checked_and_disabled_look_different(qtbot: QtBot) -> None:
    button = IconButton("microphone", "Mute")
    qtbot.addWidget(button)
    button.setCheckable(True)
    plain = button.grab().toImage()
    button.setChecked(True)
    checked = button.grab().toImage()
    button.setEnabled(False)
    assert plain != checked != button.grab().toImage() != plain
