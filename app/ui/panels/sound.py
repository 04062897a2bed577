"""The sound of a recording."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.pipeline.sound.device import MicrophoneInfo
from app.settings import Settings, SoundSettings
from app.ui.widgets.card import Card
from app.ui.widgets.combo import Combo
from app.ui.widgets.slider_row import SliderRow
from app.ui.widgets.switch import Switch
from app.ui.widgets.text import caption

GAIN_DB = (-20, 30)
DELAY_MS = (-300, 300)
GAIN_TIP = "How loud you are in the recording. Keep the bar beside the record button out of the red."
NOISE_TIP = "Removes steady noise, such as a fan, from the microphone's sound."
COMPUTER_TIP = "Records what your loudspeakers play, as a second sound track."
DELAY_TIP = "Moves the sound earlier or later if it does not match your lips."


class SoundPanel(Card):
    """Signals:
    changed(SoundSettings)
    """

    changed = Signal(object)

    def __init__(self, records_computer: bool, parent: QWidget | None = None) -> None:
        """records_computer: whether this system can record what its loudspeakers play."""
        super().__init__("Sound", "microphone", parent)
        self._sound = SoundSettings()
        self._microphones: tuple[MicrophoneInfo, ...] = ()
        self.microphone = Combo("Microphone")
        self.microphone.activated.connect(self._choose)
        self.gain = SliderRow("Volume", ("quieter", "louder"), tip=GAIN_TIP, default=0, limits=GAIN_DB, unit="dB")
        self.gain.moved.connect(lambda value: self._change(gain_db=value))
        self.noise = Switch("Reduce noise")
        self.noise.setToolTip(NOISE_TIP)
        self.noise.clicked.connect(lambda on: self._change(reduce_noise=on))
        self.computer = Switch("Record the computer's sound too")
        self.computer.setToolTip(COMPUTER_TIP)
        self.computer.clicked.connect(lambda on: self._change(computer=on))
        self.computer.setVisible(records_computer)
        self.delay = SliderRow("In step with the picture", ("earlier", "later"), tip=DELAY_TIP, default=0,
                               limits=DELAY_MS, unit="ms")
        self.delay.moved.connect(lambda value: self._change(delay_ms=value))
        named = caption("Microphone")
        named.setBuddy(self.microphone)
        for widget in (named, self.microphone, self.gain, self.noise, self.computer, self.delay):
            self.body.addWidget(widget)

    def show_settings(self, settings: Settings) -> None:
        """Shows values without a signal."""
        self._sound = sound = settings.sound
        self.gain.set_value(sound.gain_db)
        self.noise.setChecked(sound.reduce_noise)
        self.computer.setChecked(sound.computer)
        self.delay.set_value(sound.delay_ms)
        for row in (self.gain, self.noise):
            row.setVisible(bool(sound.microphone))
        self.delay.setVisible(bool(sound.microphone) or sound.computer)
        self._list()

    def show_recording(self, *, running: bool) -> None:
        """What is recorded applies to the next file; volume and noise reduction can change during a recording."""
        self.microphone.setEnabled(not running)
        self.computer.setEnabled(not running)

    @Slot(object)
    def show_microphones(self, microphones: Sequence[MicrophoneInfo]) -> None:
        """Lists the microphones plugged in now."""
        if tuple(microphones) != self._microphones:
            self._microphones = tuple(microphones)
            self._list()

    def _list(self) -> None:
        chosen = MicrophoneInfo(self._sound.microphone, self._sound.microphone_label or self._sound.microphone)
        self.microphone.clear()
        for microphone in (MicrophoneInfo("", "No sound"), *self._microphones):
            self.microphone.addItem(microphone.label, microphone)
        names = ["", *(microphone.name for microphone in self._microphones)]
        if chosen.name not in names:
            names.append(chosen.name)
            self.microphone.addItem(f"{chosen.label} (not connected)", chosen)
        self.microphone.setCurrentIndex(names.index(chosen.name))

    def _choose(self) -> None:
        chosen: MicrophoneInfo = self.microphone.currentData()
        label = chosen.label if chosen.name else ""
        self._change(asked=True, microphone=chosen.name, microphone_label=label)

    def _change(self, **values: object) -> None:
        self.changed.emit(replace(self._sound, **values))  # type: ignore[arg-type]
