"""Sound in the window: the list of microphones, the meter, the question at the first recording, and muting."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from app.errors import AppError
from app.pipeline.sound.device import MicrophoneInfo
from app.settings import Settings
from app.ui.state.controller import Controller
from app.ui.state.jobs import Jobs
from app.ui.state.view_state import ViewState
from app.ui.window.main_window import MainWindow

METER_MS = 50
MICROPHONES_MS, OFTEN_MS = 15_000, 2_000
LANE = "sound"  # its own, so that a hanging sound server blocks nothing else


class SoundControls(QObject):
    """Lives as long as the window."""

    def __init__(self, window: MainWindow, controller: Controller, jobs: Jobs,
                 microphones: Callable[[], Sequence[MicrophoneInfo]]) -> None:
        """microphones: slow, so called in a worker thread."""
        super().__init__(window)
        self._window, self._controller, self._jobs, self._find = window, controller, jobs, microphones
        self._stage, self._meter = window.stage, window.stage.bar.sound
        self._has_asked = False
        self._microphones: tuple[MicrophoneInfo, ...] | None = None  # None: not known yet
        self._listing = False
        self._visible = False
        self._settings = controller.settings
        self._look = self._timer(self.list_microphones, MICROPHONES_MS)
        self._tick = self._timer(self._show_level, METER_MS)
        self._connect()
        self.show_settings(controller.settings)
        self._look.start()
        self.list_microphones()

    def _timer(self, slot: Callable[[], None], interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        self._window.closed.connect(timer.stop)
        return timer

    def _connect(self) -> None:
        window, controller = self._window, self._controller
        window.actions_.record.triggered.connect(self.record)
        window.actions_.mute.toggled.connect(controller.mute)
        window.watched.connect(self._watch)
        controller.settings_changed.connect(self.show_settings)
        controller.state_changed.connect(self.show_state)

    @Slot()
    def record(self) -> None:
        """Starts or stops a recording. The first time, it asks about sound; a second press accepts the card."""
        if self._stage.asks_about_sound:
            self._stage.sound_card.accept()
        elif self._is_open_question():
            self._ask()
        else:
            self._controller.toggle_recording()

    def _ask(self) -> None:
        card = self._stage.sound_card
        if not self._has_asked:
            self._has_asked = True
            card.tried.connect(self._try_out)
            card.answered.connect(self._answered)
            card.called_off.connect(self._tried)
        card.open(self._microphones or ())
        self._look.setInterval(OFTEN_MS)
        self.list_microphones()

    def _is_open_question(self) -> bool:
        sound, state = self._settings.sound, self._controller.state
        answered = sound.asked or bool(sound.microphone)
        return bool(self._microphones) and not (answered or state.recording or state.countdown)

    @Slot(object)
    def _answered(self, microphone: MicrophoneInfo | None) -> None:
        chosen = microphone or MicrophoneInfo("", "")
        sound = self._controller.settings.sound
        self._controller.change(replace(sound, asked=True, microphone=chosen.name, microphone_label=chosen.label))
        self._tried()  # only now, so that the microphone being tried stays open
        self._controller.toggle_recording()

    @Slot(object)
    def _try_out(self, microphone: MicrophoneInfo) -> None:
        self._controller.sound.try_out(microphone.name, microphone.label)
        self._see_to_meter()

    @Slot()
    def _tried(self) -> None:
        self._look.setInterval(MICROPHONES_MS)
        self._controller.sound.try_out(None)
        self._see_to_meter()

    @Slot()
    def list_microphones(self) -> None:
        """Looks for microphones off the GUI thread, unless it is already doing so."""
        if not self._listing:
            self._listing = True
            self._jobs.submit(self._find, self._listed, lane=LANE)

    def _listed(self, microphones: Sequence[MicrophoneInfo] | AppError) -> None:
        self._listing = False
        first = self._microphones is None
        if isinstance(microphones, AppError):
            return
        changed = tuple(microphones) != self._microphones
        self._microphones = tuple(microphones)
        self._window.panels.sound.show_microphones(microphones)
        if changed and self._stage.asks_about_sound:
            self._stage.sound_card.show_microphones(microphones)
        if first:
            self._see_to_meter()  # only now, so that the window's first frame comes first

    @Slot(bool)
    def _watch(self, visible: bool) -> None:
        self._visible = visible
        self._see_to_meter()

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        chosen = bool(settings.sound.microphone)
        self._window.actions_.mute.setEnabled(chosen)
        if not chosen:
            self._window.actions_.mute.setChecked(False)
        self._meter.want(chosen)
        self._see_to_meter()

    @Slot(object)
    def show_state(self, state: ViewState) -> None:
        self._window.panels.sound.show_recording(running=state.recording)

    def _see_to_meter(self) -> None:
        """Listens while the meter is visible."""
        wanted = self._visible and self._microphones is not None and bool(self._settings.sound.microphone)
        self._controller.sound.watch(wanted)
        if wanted or self._stage.asks_about_sound:
            self._tick.start()
        else:
            self._tick.stop()

    @Slot()
    def _show_level(self) -> None:
        level = self._controller.sound.level()
        self._stage.bar.show_level(level)
        if self._stage.asks_about_sound:
            self._stage.sound_card.show_level(level)
