from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from app.pipeline.sound.device import MicrophoneInfo
from app.settings import SoundSettings
from tests.app.ui.conftest import Desk


def choose(desk: Desk, **values: object) -> None:
    desk.controller.change(replace(desk.controller.settings.sound, **values))  # type: ignore[arg-type]


def test_a_microphone_is_chosen_by_its_label_and_kept_by_its_name(desk: Desk, qtbot: QtBot) -> None:
    panel = desk.window.panels.sound
    box = panel.microphone
    qtbot.waitUntil(lambda: box.findText("USB microphone") > 0)
    assert box.currentText() == "No sound"
    box.setCurrentIndex(1)
    box.activated.emit(1)
    chosen = desk.session.applied[-1].sound
    assert (chosen.microphone, chosen.microphone_label) == ("hw:1", "USB microphone")
    panel.show_microphones([])
    assert box.currentText() == "USB microphone (not connected)"


def test_no_sound_is_an_answer_too(desk: Desk, qtbot: QtBot) -> None:
    choose(desk, asked=False, microphone="hw:1")
    box = desk.window.panels.sound.microphone
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert desk.session.applied[-1].sound == SoundSettings(asked=True)


def test_what_belongs_to_a_microphone_is_there_when_one_is_chosen(desk: Desk) -> None:
    panel = desk.window.panels.sound
    rows = panel.gain, panel.noise, panel.delay
    assert all(row.isHidden() for row in rows)
    choose(desk, microphone="hw:1")
    assert not any(row.isHidden() for row in rows)
    choose(desk, microphone="", computer=True)
    assert [row.isHidden() for row in rows] == [True, True, False]


def test_volume_noise_and_step_are_kept(desk: Desk) -> None:
    choose(desk, microphone="hw:1")
    panel = desk.window.panels.sound
    panel.gain.slider.setValue(12)
    panel.delay.slider.setValue(-300)
    panel.noise.click()
    panel.computer.click()
    sound = desk.session.applied[-1].sound
    assert (sound.gain_db, sound.delay_ms, sound.reduce_noise, sound.computer) == (12, -300, True, True)
    assert (panel.gain.value.text(), panel.delay.value.text()) == ("+12 dB", "-300 ms")


def test_which_microphone_rests_while_a_file_is_written_and_its_volume_does_not(desk: Desk) -> None:
    choose(desk, microphone="hw:1")
    panel = desk.window.panels.sound
    desk.controller.toggle_recording()
    assert not panel.microphone.isEnabled()
    assert not panel.computer.isEnabled()
    assert panel.gain.isEnabled()
    desk.controller.toggle_recording()
    assert panel.microphone.isEnabled()


def test_two_devices_of_one_setting_are_listed_once(desk: Desk) -> None:
    choose(desk, microphone="b", microphone_label="B")
    box = desk.window.panels.sound.microphone
    desk.window.panels.sound.show_microphones([MicrophoneInfo("a", "A"), MicrophoneInfo("b", "B")])
    assert [box.itemText(row) for row in range(box.count())] == ["No sound", "A", "B"]
    assert box.currentText() == "B"
