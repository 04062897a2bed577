"""Sits between the window and the session: holds the settings, passes commands down, reports events."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.errors import AppError
from app.pipeline.events import BackgroundFailed, BackgroundLoaded, Event, RecordingStopped, SourceOpened
from app.pipeline.process.view import View
from app.pipeline.stats import Stats
from app.settings import DEMO, BackgroundSettings, CameraSettings, Settings
from app.settings_texts import with_texts
from app.ui.state.countdown import Countdown
from app.ui.state.notices import Notice, notice_of, topic_of
from app.ui.state.session_like import SessionLike
from app.ui.state.view_state import ViewState, fold

SAVE_AFTER_MS = 600
NO_CAMERA = Notice("info", "No camera found: this is the demo clip",
                   "Plug in a camera and Backdrop switches to it.")


def with_part(settings: Settings, part: object) -> Settings:
    """The settings with the one part of that type replaced.

    Raises:
        TypeError: Settings has no such part.
    """
    for field in fields(settings):
        if type(getattr(settings, field.name)) is type(part):
            values: dict[str, Any] = {field.name: part}
            return replace(settings, **values)
    raise TypeError(f"{type(part).__name__} is not a part of the settings")


class Controller(QObject):
    """Signals:
    settings_changed(Settings): the new settings.
    state_changed(ViewState): the state of the picture or the recording changed.
    noticed(Notice): tell the user once.
    settled(str): bad news about that topic no longer applies.
    """

    settings_changed = Signal(object)
    state_changed = Signal(object)
    noticed = Signal(object)
    settled = Signal(str)

    def __init__(self, settings: Settings, session: SessionLike,
                 save: Callable[[Settings], AppError | None], *, conceal: Callable[[str], str] = str) -> None:
        """conceal: removes the password from an address and stores it; see app.vault."""
        super().__init__()
        self.settings = settings
        self.state = ViewState()
        self.sound = session.sound
        self._session = session
        self._save = save
        self._conceal = conceal
        self._shown: BackgroundSettings | None = None  # the last background that could be loaded
        self.countdown = Countdown(self)
        self.countdown.ticked.connect(lambda left: self._set_state(replace(self.state, countdown=left)))
        self.countdown.done.connect(session.start_recording)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save_now)

    @Slot(object)
    def change(self, part: object) -> None:
        """Applies a new part of the settings (BackgroundSettings, MatteSettings ...) and saves it soon."""
        before, self.settings = self.settings, with_part(self.settings, with_texts(part, self._conceal))
        if self.settings == before:
            if isinstance(part, CameraSettings) and part != before.camera:  # only the password differs
                self.retry_source()
                self._timer.start()
            return
        if self.settings.camera != before.camera:
            self._set_state(replace(self.state, phase="opening", error=None))
        if self.settings.background != before.background:
            self._set_state(replace(self.state, loading=self.settings.background.kind in ("picture", "video")))
        if replace(self.settings, window=before.window) != before:
            self._session.apply(self.settings)
        self.settings_changed.emit(self.settings)
        self._timer.start()

    @Slot(object)
    def show_view(self, view: View) -> None:
        """Switches the view of the picture. A view is not a setting and is not saved."""
        self._session.show_view(view)

    @Slot(bool)
    def set_preview_visible(self, visible: bool) -> None:
        """Tells the session whether the window is visible."""
        self._session.set_preview_visible(visible)

    @Slot()
    def toggle_recording(self) -> None:
        """Starts a recording (after the countdown, if set), cancels a countdown, or stops."""
        if self.countdown.running:
            self.countdown.cancel()
        elif self.state.recording:
            self._session.stop_recording()
        else:
            self.countdown.start(self.settings.record.countdown_s)

    @Slot(bool)
    def pause_recording(self, paused: bool) -> None:
        """Pauses or resumes the recording."""
        if self.state.recording:
            self._session.pause_recording(paused)

    @Slot(bool)
    def pause(self, paused: bool) -> None:
        """Pauses or resumes a video source."""
        self._session.pause(paused)
        self._set_state(replace(self.state, paused=paused))

    @Slot(float)
    def seek(self, seconds: float) -> None:
        self._session.seek(seconds)

    @Slot()
    def stop_recording(self) -> None:
        self._session.stop_recording()

    @Slot(bool)
    def mute(self, muted: bool) -> None:
        """Mutes or unmutes the microphone, also in a recording. Not kept for the next start."""
        self.sound.mute(muted)
        self._set_state(replace(self.state, muted=muted))

    @Slot()
    def take_snapshot(self) -> None:
        self._session.take_snapshot()

    @Slot()
    def toggle_virtual_camera(self) -> None:
        """Switches the virtual camera on or off; it switches off again if there is none."""
        if self.state.cast == "off":
            self._set_state(replace(self.state, cast="starting"))
            self._session.start_virtual_camera()
        else:
            self._session.stop_virtual_camera()

    @Slot()
    def use_demo(self) -> None:
        """Does nothing during a recording: the clip would end up in the take."""
        if self.state.recording:
            return
        if self.settings.camera.source == DEMO:
            self.retry_source()
        else:
            self.change(replace(self.settings.camera, source=DEMO))

    @Slot()
    def retry_source(self) -> None:
        self._set_state(replace(self.state, phase="opening", is_demo=False, error=None))
        self._session.reopen_source()

    @Slot(object)
    def on_event(self, event: Event) -> None:
        self._set_state(fold(self.state, event))
        if isinstance(event, RecordingStopped) and self.settings.sound.asked:
            event = replace(event, silent=False)  # no news to a user who was asked
        notice = notice_of(event)
        if self._fell_back_to_demo(event):
            notice = NO_CAMERA
        if notice is not None:
            self.noticed.emit(notice)
        again = isinstance(event, BackgroundLoaded) and event.background == self._shown  # shown again after a failure
        if (topic := topic_of(event)) and not again:
            self.settled.emit(topic)
        if isinstance(event, BackgroundFailed) or (
                isinstance(event, BackgroundLoaded) and event.background == self.settings.background):
            self._set_state(replace(self.state, loading=False))
        if isinstance(event, BackgroundLoaded):
            self._shown = event.background
        elif isinstance(event, BackgroundFailed) and self._shown is not None:
            self.change(self._shown)  # so that the choice matches what is shown, also after a restart

    @Slot(bool)
    def cameras_listed(self, any_camera: bool) -> None:
        """Switches from the demo clip to a camera once there is one, unless the user chose the demo."""
        if any_camera and self.state.is_demo and self.settings.camera.source == "":
            self.retry_source()

    @Slot()
    def save_now(self) -> None:
        """Saves the settings at once; a failure becomes a notice."""
        self._timer.stop()
        error = self._save(self.settings)
        if error is not None:
            self.noticed.emit(Notice("bad", error.title, error.hint))

    def stats(self) -> Stats:
        return self._session.stats()

    def _fell_back_to_demo(self, event: Event) -> bool:
        return isinstance(event, SourceOpened) and event.is_demo and self.settings.camera.source == ""

    def _set_state(self, state: ViewState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
