from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.pipeline.events import RecordingStopped
from app.pipeline.sound.level import Level
from app.settings import SoundSettings
from app.ui.widgets.level_bar import LevelBar
from tests.app.ui.conftest import Desk


def unasked(desk: Desk, qtbot: QtBot) -> None:
    """A user who has not been asked yet, and a list of microphones."""
    desk.controller.change(SoundSettings())
    qtbot.waitUntil(lambda: desk.window.panels.sound.microphone.findText("USB microphone") > 0)


def test_the_first_recording_asks_and_the_answer_is_kept(desk: Desk, qtbot: QtBot) -> None:
    unasked(desk, qtbot)
    card, record = desk.window.stage.sound_card, desk.window.actions_.record
    record.trigger()
    assert card.isVisible()
    assert "start_recording" not in desk.session.calls
    assert desk.session.sound.trial == "hw:1"
    card.with_sound.click()
    assert not card.isVisible()
    assert desk.session.calls[-1] == "start_recording"
    assert desk.session.applied[-1].sound == SoundSettings(True, "hw:1", "USB microphone")
    assert desk.session.sound.trial is None
    record.trigger()
    record.trigger()
    assert not card.isVisible()
    assert desk.session.calls[-1] == "start_recording"


def test_recording_without_sound_is_not_reported_if_it_was_chosen(desk: Desk, qtbot: QtBot) -> None:
    unasked(desk, qtbot)
    desk.window.actions_.record.trigger()
    desk.window.stage.sound_card.without.click()
    assert desk.session.calls[-1] == "start_recording"
    assert desk.session.applied[-1].sound == SoundSettings(asked=True)
    told: list[str] = []
    desk.controller.noticed.connect(lambda notice: told.append(notice.title))
    desk.controller.on_event(RecordingStopped(Path("take.mp4"), 1.0, 1000, silent=True))
    assert told == ["Recording saved"]


def test_recording_without_sound_is_reported_if_nobody_chose_it(desk: Desk, qtbot: QtBot) -> None:
    unasked(desk, qtbot)
    told: list[str] = []
    desk.controller.noticed.connect(lambda notice: told.append(notice.title))
    desk.controller.on_event(RecordingStopped(Path("take.mp4"), 1.0, 1000, silent=True))
    assert told == ["Recording saved without sound"]


def test_esc_calls_the_recording_off_and_asks_again(desk: Desk, qtbot: QtBot) -> None:
    unasked(desk, qtbot)
    card = desk.window.stage.sound_card
    desk.window.actions_.record.trigger()
    qtbot.keyClick(card.with_sound, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert "start_recording" not in desk.session.calls
    assert not desk.controller.settings.sound.asked
    desk.window.actions_.record.trigger()
    assert card.isVisible()


@pytest.mark.parametrize("with_sound", [True, False])
def test_enter_takes_what_has_the_focus(desk: Desk, qtbot: QtBot, with_sound: bool) -> None:
    unasked(desk, qtbot)
    card = desk.window.stage.sound_card
    desk.window.actions_.record.trigger()
    focus = card.with_sound if with_sound else card.without
    focus.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is focus)
    qtbot.keyClick(focus, Qt.Key.Key_Return)
    assert bool(desk.controller.settings.sound.microphone) is with_sound
    assert desk.session.calls[-1] == "start_recording"


def test_the_record_key_pressed_twice_records_with_what_the_card_shows(desk: Desk, qtbot: QtBot) -> None:
    unasked(desk, qtbot)
    desk.window.actions_.record.trigger()
    desk.window.actions_.record.trigger()
    assert desk.session.calls[-1] == "start_recording"
    assert desk.controller.settings.sound.microphone == "hw:1"


def test_a_script_that_records_is_not_asked(desk: Desk, qtbot: QtBot) -> None:
    unasked(desk, qtbot)
    desk.controller.toggle_recording()
    assert not desk.window.stage.sound_card.isVisible()
    assert desk.session.calls[-1] == "start_recording"


def test_the_card_and_the_meter_show_how_loud_it_is(desk: Desk, qtbot: QtBot) -> None:
    unasked(desk, qtbot)
    card, meter = desk.window.stage.sound_card, desk.window.stage.bar.sound
    assert not meter.isVisible()
    desk.session.sound.loudness = Level(-6.0, -15.0)
    desk.window.actions_.record.trigger()
    qtbot.waitUntil(lambda: card.level.level == Level(-6.0, -15.0))
    card.with_sound.click()
    assert meter.isVisible()
    assert desk.session.sound.watched
    desk.session.sound.loudness = Level(-3.0, -9.0, clipped=True)
    qtbot.waitUntil(lambda: meter.bar.level == Level(-3.0, -9.0, clipped=True))
    assert "Too loud" in meter.bar.toolTip()


def test_nobody_listens_while_the_window_cannot_be_seen(desk: Desk, qtbot: QtBot) -> None:
    unasked(desk, qtbot)
    desk.controller.change(replace(desk.controller.settings.sound, microphone="hw:1"))
    assert desk.session.sound.watched
    desk.window.watched.emit(False)
    assert not desk.session.sound.watched


def test_muting_shows_in_the_bar_and_while_recording_in_the_picture(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    assert not window.actions_.mute.isEnabled()
    desk.controller.change(SoundSettings(True, "hw:1", "USB microphone"))
    window.actions_.mute.trigger()
    assert desk.session.sound.muted
    assert window.stage.muted.isHidden()
    desk.controller.toggle_recording()
    assert not window.stage.muted.isHidden()
    window.actions_.mute.trigger()
    assert window.stage.muted.isHidden()
    assert not desk.session.sound.muted


def test_a_microphone_that_is_given_up_is_not_muted_any_more(desk: Desk) -> None:
    desk.controller.change(SoundSettings(True, "hw:1", "USB microphone"))
    desk.window.actions_.mute.trigger()
    desk.controller.change(SoundSettings(asked=True))
    assert not desk.session.sound.muted
    assert not desk.window.actions_.mute.isEnabled()


def test_where_the_meter_has_no_room_the_level_runs_along_the_bar(desk: Desk, qtbot: QtBot) -> None:
    desk.controller.change(SoundSettings(True, "hw:1", "USB microphone"))
    bar = desk.window.stage.bar
    desk.session.sound.loudness = Level(-6.0, -15.0)
    for width, meter in ((900, True), (400, False)):
        bar.setFixedWidth(width)
        qtbot.waitUntil(lambda meter=meter: bar.sound.isVisible() is meter)  # type: ignore[misc]
        assert bar.findChildren(LevelBar, options=Qt.FindChildOption.FindDirectChildrenOnly)[0].isVisible() is not meter
    slim = bar.findChildren(LevelBar, options=Qt.FindChildOption.FindDirectChildrenOnly)[0]
    qtbot.waitUntil(lambda: slim.level == Level(-6.0, -15.0))


def test_the_keyboard_focus_returns_when_the_card_is_answered(desk: Desk, qtbot: QtBot) -> None:
    unasked(desk, qtbot)
    desk.window.stage.setFocus()
    desk.window.actions_.record.trigger()
    desk.window.stage.sound_card.without.click()
    assert QApplication.focusWidget() is desk.window.stage
