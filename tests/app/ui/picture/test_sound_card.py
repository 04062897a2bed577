from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.pipeline.sound.device import MicrophoneInfo
from app.pipeline.sound.level import Level
from app.ui.picture.sound_card import NOTHING, SPEAK, SoundCard

HEADSET, WEBCAM = MicrophoneInfo("usb-1", "Headset"), MicrophoneInfo("usb-2", "Webcam")


class Stand:
    """The card over a button that has the focus, and what it said."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.record, self.card = QPushButton("Record"), SoundCard()
        column = QVBoxLayout(self.window)
        column.addWidget(self.record)
        column.addWidget(self.card)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.record.setFocus()
        self.tried: list[MicrophoneInfo] = []
        self.answers: list[MicrophoneInfo | None] = []
        self.called_off = 0
        self.card.tried.connect(self.tried.append)
        self.card.answered.connect(self.answers.append)
        self.card.called_off.connect(self._count)

    def _count(self) -> None:
        self.called_off += 1


@pytest.fixture
def stand(qtbot: QtBot) -> Stand:
    return Stand(qtbot)


def test_it_listens_to_the_first_microphone_and_takes_the_focus(stand: Stand) -> None:
    stand.card.open([HEADSET, WEBCAM])
    assert stand.tried == [HEADSET]
    assert stand.card.with_sound.hasFocus()
    stand.card.accept()
    assert stand.answers == [HEADSET]
    assert stand.record.hasFocus()
    assert stand.card.isHidden()


@pytest.mark.parametrize(("key", "on_without", "answers", "called_off"), [
    (Qt.Key.Key_Return, False, [HEADSET], 0),
    (Qt.Key.Key_Enter, True, [None], 0),
    (Qt.Key.Key_Escape, False, [], 1),
])  # fmt: skip
def test_keys_answer(
    stand: Stand, qtbot: QtBot, key: Qt.Key, on_without: bool, answers: list[MicrophoneInfo | None], called_off: int
) -> None:
    stand.card.open([HEADSET])
    if on_without:
        stand.card.without.setFocus()
    qtbot.keyClick(stand.card, key)
    assert stand.answers == answers
    assert stand.called_off == called_off
    assert stand.card.isHidden()


def test_the_chosen_microphone_stays_while_it_is_there(stand: Stand) -> None:
    stand.card.open([HEADSET, WEBCAM])
    stand.card.microphones.setCurrentIndex(1)
    stand.card.microphones.activated.emit(1)
    stand.card.show_microphones([MicrophoneInfo("new", "New"), HEADSET, WEBCAM])
    assert stand.card.microphones.currentData() == WEBCAM
    assert stand.tried == [HEADSET, WEBCAM]


def test_if_it_is_unplugged_the_one_that_is_shown_instead_is_tried(stand: Stand) -> None:
    stand.card.open([HEADSET, WEBCAM])
    stand.card.show_microphones([WEBCAM])
    assert stand.card.microphones.currentData() == WEBCAM
    assert stand.tried == [HEADSET, WEBCAM]


def test_without_any_microphone_only_silence_can_be_recorded(stand: Stand) -> None:
    stand.card.open([HEADSET])
    stand.card.show_microphones([])
    assert not stand.card.with_sound.isEnabled()
    assert stand.tried == [HEADSET]
    stand.card.show_microphones([HEADSET])
    assert stand.card.with_sound.isEnabled()
    assert stand.tried == [HEADSET, HEADSET], "plugged in again"


def test_it_says_whether_anything_is_heard(stand: Stand) -> None:
    stand.card.open([HEADSET])
    assert stand.card._said.text() == NOTHING
    stand.card.show_level(Level(-10.0, -20.0))
    assert stand.card._said.text() == SPEAK
