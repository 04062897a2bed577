"""Connects the window to a controller; used by the app and by tests."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from app.errors import AppError
from app.pipeline.stats import Stats
from app.settings import Settings
from app.ui.panels.source_list import Camera
from app.ui.state.controller import Controller
from app.ui.state.jobs import Jobs
from app.ui.state.notices import Act, Notice
from app.ui.state.takes import folder_of, lane_of, latest_takes
from app.ui.state.view_state import ViewState
from app.ui.style import theme
from app.ui.window.asking.file_places import FilePlaces
from app.ui.window.dropping.dropped_things import DroppedThings
from app.ui.window.main_window import MainWindow
from app.ui.window.providers import Providers
from app.ui.window.sound_controls import SoundControls

STATS_MS = 500
CAMERAS_MS = 3000


class Conductor(QObject):
    """Connects a window to a controller and keeps figures, cameras, takes and theme up to date."""

    def __init__(self, window: MainWindow, controller: Controller, jobs: Jobs,
                 providers: Providers) -> None:
        super().__init__(window)
        self._window, self._controller, self._jobs, self._with = window, controller, jobs, providers
        self._places = FilePlaces(window.stage.show_notice, jobs, self)
        self._listing = False
        self._folder: Path | None = None
        self._connect_controller()
        self._connect_actions()
        self._start_timer(STATS_MS, self._show_stats)
        self._start_timer(CAMERAS_MS, self.list_cameras)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_theme)
        self.list_cameras()  # before the thumbnails, which take longer
        self.sound = SoundControls(window, controller, jobs, providers.microphones)
        self._show_settings(controller.settings)
        window.show_state(controller.state)

    def _connect_controller(self) -> None:
        window, controller = self._window, self._controller
        window.changed.connect(controller.change)
        window.closed.connect(controller.save_now)
        window.took.connect(DroppedThings(window, self._jobs, self._with.thumbnail).take_in)
        window.views.changed.connect(controller.show_view)
        window.watched.connect(controller.set_preview_visible)
        window.stage.acted.connect(self._act)
        window.stage.notice_acted.connect(self._act_on)
        controller.settings_changed.connect(self._show_settings)
        controller.state_changed.connect(self._show_state)
        controller.noticed.connect(window.stage.show_notice)
        controller.settled.connect(window.stage.tray.settle)

    def _connect_actions(self) -> None:
        actions, controller = self._window.actions_, self._controller
        actions.pause_recording.triggered.connect(controller.pause_recording)
        actions.virtual_camera.triggered.connect(controller.toggle_virtual_camera)
        actions.snapshot.triggered.connect(controller.take_snapshot)
        actions.pause.triggered.connect(controller.pause)
        self._window.stage.seek_bar.sought.connect(controller.seek)
        actions.use_demo.triggered.connect(controller.use_demo)
        actions.refresh_cameras.triggered.connect(self.list_cameras)
        actions.open_folder.triggered.connect(self._open_folder)
        actions.diagnostics.triggered.connect(self._copy_diagnostics)
        self._window.panels.camera.refresh.connect(self.list_cameras)

    def _start_timer(self, interval_ms: int, slot: Callable[[], None]) -> None:
        timer = QTimer(self)
        timer.timeout.connect(slot)
        self._window.closed.connect(timer.stop)
        timer.start(interval_ms)

    @Slot()
    def list_cameras(self) -> None:
        """Looks for cameras off the GUI thread, unless it is already doing so."""
        if not self._listing:
            self._listing = True
            self._jobs.submit(self._with.cameras, self._listed)

    def _listed(self, cameras: Sequence[Camera] | AppError) -> None:
        self._listing = False
        if not isinstance(cameras, AppError):
            self._window.panels.camera.show_cameras(cameras)
            self._controller.cameras_listed(bool(cameras))

    @Slot(object)
    def _show_settings(self, settings: Settings) -> None:
        self._window.show_settings(settings)
        self._follow_theme()
        if folder_of(settings) != self._folder:
            self._folder = folder_of(settings)
            self._list_takes()

    @Slot(object)
    def _show_state(self, state: ViewState) -> None:
        self._window.show_state(state)
        self._show_stats()
        if not state.recording:
            self._list_takes()

    def _list_takes(self) -> None:
        folder = folder_of(self._controller.settings)
        self._jobs.submit(partial(latest_takes, folder), partial(self._takes_listed, folder), lane=lane_of(folder))

    def _takes_listed(self, folder: Path, takes: object) -> None:
        if isinstance(takes, tuple) and folder == folder_of(self._controller.settings):
            self._window.panels.record.show_takes(takes)

    @Slot()
    def _show_stats(self) -> None:
        self._window.show_stats(self._stats())

    def _stats(self) -> Stats:
        """The session's figures, plus those that only the window knows."""
        return replace(self._controller.stats(), screen_p95_ms=self._window.stage.preview.ages.p95_ms())

    @Slot()
    def _follow_theme(self) -> None:
        theme.apply_choice(self._controller.settings.window.theme)

    @Slot(str)
    def _act(self, act: Act) -> None:
        if act == "demo":
            self._controller.use_demo()
        elif act == "retry":
            self._controller.retry_source()
        elif act == "cameras":
            self._window.choose_camera()
        elif act == "address":
            self._window.panels.camera.source.change_address(self._controller.state.source_id)

    @Slot(object)
    def _act_on(self, notice: Notice) -> None:
        if notice.act == "show_file" and notice.path is not None:
            self._places.show_file(notice.path)
        else:
            self._act(notice.act)

    @Slot()
    def _open_folder(self) -> None:
        self._places.show_folder(folder_of(self._controller.settings))

    @Slot()
    def _copy_diagnostics(self) -> None:
        from app.ui.desktop.diagnostics import diagnostics  # loaded on demand

        controller = self._controller
        text = diagnostics(controller.settings, controller.state, self._stats())
        QGuiApplication.clipboard().setText(text)
        self._window.stage.show_notice(Notice("good", "Diagnostics copied", "Paste them into your report."))


