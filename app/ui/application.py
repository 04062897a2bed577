"""Starts the window: settings, session, bridge and window are made and connected here, and nowhere else."""
from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path
from types import FrameType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QImage
from PySide6.QtWidgets import QApplication

from app.paths import APP_NAME, assets_folder
from app.pipeline.background_library import bundled_backgrounds
from app.pipeline.backgrounds import background_thumbnail
from app.pipeline.camera_list import list_cameras
from app.pipeline.session import Session
from app.settings_store import SettingsStore
from app.ui import qimage, theme
from app.ui.bridge import Bridge, Jobs
from app.ui.composition import Conductor, Providers, build_window
from app.ui.controller import Controller
from app.ui.dialogs import Dialogs
from app.ui.view_state import Notice

DESKTOP_ID = "backdrop"
THUMBNAIL_PX = (288, 162)
log = logging.getLogger(__name__)


def run(argv: list[str]) -> int:
    """Shows the window until it is closed; returns the exit status. argv: the program's, for Qt."""
    app = make_application(argv)
    store = SettingsStore()
    loaded = store.load()
    scheme = QGuiApplication.styleHints().colorScheme()
    theme.apply(app, theme.palette_for(loaded.settings.window.theme, scheme))
    bridge, jobs = Bridge(), Jobs()
    session = Session(loaded.settings, on_frame=bridge.frame_ready, on_event=bridge.event_happened)
    providers = Providers(session.preview.take, bundled_backgrounds(), thumbnail, list_cameras)
    folder = loaded.settings.window.last_folder
    window = build_window(providers, jobs, lambda parent: Dialogs(parent, folder))
    controller = Controller(loaded.settings, session, store.save)
    bridge.happened.connect(controller.on_event)
    bridge.ready.connect(window.stage.preview.show_newest)
    Conductor(window, controller, jobs, list_cameras)
    window.restore_place(loaded.settings.window.geometry)
    window.show()
    if loaded.warning is not None:
        window.stage.show_notice(Notice("bad", loaded.warning.title, loaded.warning.hint))
    QTimer.singleShot(0, session.start)
    _quit_on_signals(app)
    try:
        return app.exec()
    finally:
        session.stop()  # finishes a recording
        jobs.stop()


def make_application(argv: list[str]) -> QApplication:
    """The QApplication with the names and the icon that the desktop shows."""
    QGuiApplication.setDesktopFileName(DESKTOP_ID)
    QGuiApplication.setApplicationDisplayName(APP_NAME)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(argv or sys.argv[:1])
    app.setApplicationName(APP_NAME)
    app.setWindowIcon(QIcon(str(assets_folder() / "icons" / "backdrop.png")))
    return app


def thumbnail(path: Path) -> QImage:
    """A small picture of a background file. Slow. Raises AppError."""
    return qimage.copy(background_thumbnail(path, THUMBNAIL_PX))


def _quit_on_signals(app: QApplication) -> None:
    """Ctrl+C and a polite kill close like the window's cross; the statistics timer lets Python see them."""

    def leave(number: int, _frame: FrameType | None) -> None:
        log.info("leaving on signal %d", number)
        app.closeAllWindows()
        app.quit()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
