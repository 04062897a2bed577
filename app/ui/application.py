"""Starts the window: settings, session, bridge and window are made and connected here, and nowhere else."""
from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from app.address_secrets import redact
from app.errors import AppError
from app.log import log_path, log_uncaught
from app.pipeline.background.opening import background_thumbnail
from app.pipeline.bundled import bundled_backgrounds
from app.pipeline.encode.codecs.hardware_encoders import HardwareEncoders
from app.pipeline.events import Event
from app.pipeline.session import Session
from app.pipeline.session_parts import SessionParts
from app.pipeline.sinks.recorders import start_take
from app.pipeline.sound.desk import SoundDesk
from app.pipeline.sound.device import MicrophoneInfo
from app.pipeline.sources.opening import open_source
from app.pipeline.sources.own_camera import OwnCamera
from app.pipeline.tuning.choice import runs_native
from app.pipeline.tuning.governor import Costs
from app.pipeline.tuning.machine_costs import store_costs, stored_costs
from app.settings_store import SettingsStore
from app.system.memory import let_go_of_the_start
from app.system.system_keyring import open_keyring
from app.ui import qimage
from app.ui.desktop.file_opener import FileOpener
from app.ui.desktop.garbage import GarbageCollector
from app.ui.qt_application import make_application
from app.ui.state.bridge import Bridge
from app.ui.state.controller import Controller
from app.ui.state.jobs import Jobs
from app.ui.state.notices import Notice
from app.ui.state.takes import folder_of, lane_of
from app.ui.state.view_state import ViewState, has_begun
from app.ui.style import theme
from app.ui.window.asked_to_leave import leave_when_asked
from app.ui.window.asking.dialogs import Asking, Dialogs
from app.ui.window.build import build_window
from app.ui.window.conductor import Conductor
from app.ui.window.leaving import Leaving
from app.ui.window.main_window import MainWindow
from app.ui.window.providers import Providers
from app.ui.window.render_files import RenderFiles
from app.vault import Vault

if TYPE_CHECKING:
    from app.ui.desktop.screenshot import Photograph

HOLD_JOBS_MS, BEGUN_MS = 2500, 150
STARTED_MS = 4000  # by then the window, the network and the thumbnails are loaded
THUMBNAIL_PX = (288, 162)
log = logging.getLogger(__name__)


class Desktop:
    """Everything that runs while the window is open.

    Attributes:
        window, controller, session: connected with each other; the session is not started.
        render_files: the queue of files, opened when it is needed.
        leaving: what to do when the system ends the program.
    """

    def __init__(self, store: SettingsStore, make_dialogs: Callable[[MainWindow], Asking], *,
                 source: Path | None = None) -> None:
        """Reads the settings. Needs a QApplication.

        source: a video or picture to open instead of the camera.
        """
        loaded = store.load()
        settings = loaded.settings
        theme.apply_choice(settings.window.theme)  # before the first widget, so that none is styled twice
        self._collector = GarbageCollector()  # before any thread starts
        self._jobs = Jobs()
        self._jobs.hold()  # thumbnails and lists of devices: after the first composite
        self._bridge = Bridge()
        own = OwnCamera()
        self._encoders = HardwareEncoders()
        sound = SoundDesk(settings.sound)
        self.leaving = Leaving(partial(_tell_both, own, self._bridge))
        self.session = Session(
            settings, on_frame=self._bridge.frame_ready, on_event=self.leaving.on_event,
            parts=SessionParts(
                open_source=partial(open_source, reveal=store.vault.reveal, cameras=own.others),
                open_recorder=partial(start_take, encoders=self._encoders, open_sound=sound.record), sound=sound,
                machine_costs=stored_costs, keep_costs=self._keep_costs))
        providers = Providers(
            self.session.preview.take, bundled_backgrounds(), thumbnail, own.others, list_microphones)
        self.controller = Controller(settings, self.session, store.save, conceal=store.vault.conceal)
        self._bridge.happened.connect(self.controller.on_event)
        self.controller.state_changed.connect(self._release_jobs)
        if source is not None:
            self.open_file(source)  # before the camera is opened
        self.session.prepare()  # events that come from here on wait until the window can show them
        self.window = build_window(providers, self._jobs, make_dialogs)
        known = stored_costs("native") if runs_native(settings.engine.name) else None  # measured by an earlier start
        if known is not None:
            self.window.panels.speed.show_costs(known)
        self._bridge.timed.connect(self.window.panels.speed.show_costs)
        QTimer.singleShot(HOLD_JOBS_MS, self._jobs.release)
        QTimer.singleShot(STARTED_MS, let_go_of_the_start)
        QTimer.singleShot(STARTED_MS, self._go_on_exporting)
        QTimer.singleShot(STARTED_MS, self._collector.spare_what_is_there)
        self._bridge.ready.connect(self.window.stage.preview.show_newest)
        Conductor(self.window, self.controller, self._jobs, providers)
        self.render_files = RenderFiles(
            self.window, make_dialogs(self.window), self._jobs, settings=lambda: self.controller.settings)
        self.window.place.restore(settings.window.geometry)
        self.leaving.tell_what_was_left(self.window, self.controller)
        if loaded.warning is not None:
            self.window.stage.show_notice(Notice("bad", loaded.warning.title, loaded.warning.hint))

    def start(self) -> None:
        """Starts the session, and finishes what a crash left behind."""
        self.session.start()
        QTimer.singleShot(STARTED_MS, self.render_files.go_on)
        folder = folder_of(self.controller.settings)
        self._jobs.submit(partial(_recover, folder), self._recovered, lane=lane_of(folder))
        if self.controller.settings.record.hardware:
            QTimer.singleShot(STARTED_MS, self._probe_encoders)

    def _keep_costs(self, engine: str, costs: Costs) -> None:
        """Called in a thread of its own."""
        store_costs(engine, costs)
        self._bridge.network_timed(costs)

    def _probe_encoders(self) -> None:
        self._jobs.submit(self._encoders.probe, lambda _result: None, lane="encoders")

    def _go_on_exporting(self) -> None:
        """Resumes the exports that an earlier run did not finish."""
        from app.ui.takes.left_exports import exports_wait  # loaded on demand

        if exports_wait():
            self.window.takes.page.start_exports()

    def _release_jobs(self, state: ViewState) -> None:
        if has_begun(state):
            self.controller.state_changed.disconnect(self._release_jobs)
            QTimer.singleShot(BEGUN_MS, self._jobs.release)

    def _recovered(self, paths: Sequence[Path] | AppError) -> None:
        if not isinstance(paths, AppError) and paths:
            hint = "The last recording was interrupted. It can be played now."
            self.window.stage.show_notice(
                Notice("good", "Recording rescued", hint, "show_file", paths[-1], matters=True))

    def tell_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For sys.excepthook: logs an error in a slot and tells the user."""
        log_uncaught(kind, error, trace)
        hint = f"{redact(str(error))}. Details are in {log_path()}"
        self.window.stage.show_notice(Notice("bad", "Something unexpected went wrong", hint))

    def open_file(self, path: Path) -> None:
        """Uses a video or picture instead of the camera, as if chosen in the window."""
        self.controller.change(replace(self.controller.settings.camera, source=str(path)))

    def stop(self) -> None:
        """Finishes a recording and ends all threads. Safe to call twice."""
        self.render_files.close()
        self.session.stop()
        self._encoders.stop()
        self._jobs.stop()
        self._collector.stop()


def run(argv: list[str], screenshot: Path | None = None, source: Path | None = None) -> int:
    """Shows the window until it is closed; returns the exit status.

    Args:
        argv: the program's, for Qt.
        source: a video or picture to open instead of the camera.
        screenshot: write a picture of the window there as soon as it shows a composite, then leave.
    """
    app = make_application(argv)
    desktop = Desktop(SettingsStore(vault=Vault(open_keyring)), lambda window: Dialogs(window, window.memory),
                      source=source)
    sys.excepthook = desktop.tell_uncaught
    if sys.platform == "darwin":  # elsewhere files are arguments, and every event would pass through Python
        FileOpener(app, desktop.open_file)
    desktop.window.show()
    QTimer.singleShot(0, desktop.start)
    leave_when_asked(app, desktop.leaving, desktop.window, desktop.controller)
    log.info("the window is open")
    photograph = _photograph(desktop, screenshot) if screenshot else None
    try:
        status = app.exec()
        return status if photograph is None or photograph.taken else 1
    finally:
        desktop.stop()


def _photograph(desktop: Desktop, file: Path) -> Photograph:
    from app.ui.desktop.screenshot import Photograph  # loaded on demand

    return Photograph(desktop.window, desktop.session.stats, file)


def _recover(folder: Path) -> list[Path]:
    from app.pipeline.encode.recovery import recover_recordings  # loaded with the first composite, not before it
    from app.pipeline.takes.take_list import recover_takes

    return recover_takes(folder) + recover_recordings(folder)


def _tell_both(own: OwnCamera, bridge: Bridge, event: Event) -> None:
    own.hear(event)
    bridge.event_happened(event)


def list_microphones() -> list[MicrophoneInfo]:
    """The microphones of this computer. Slow."""
    from app.pipeline.sound import devices  # loaded after the first composite

    return devices.list_microphones()


def thumbnail(path: Path) -> QImage:
    """A small picture of a background file. Slow. Raises AppError."""
    return qimage.copy(background_thumbnail(path, THUMBNAIL_PX))
