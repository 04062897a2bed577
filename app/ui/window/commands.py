"""Connects the commands that the window carries out itself; the conductor connects the session's."""
from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from app.ui.window.main_window import MainWindow


class Commands(QObject):
    """Lives as long as the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._connect_window()
        self._connect_panels()

    def _connect_window(self) -> None:
        window, actions = self._window, self._window.actions_
        actions.quit.triggered.connect(window.close)
        actions.full_screen.triggered.connect(window.set_full_screen)
        actions.leave.triggered.connect(self._leave)
        actions.shortcuts.triggered.connect(window.shortcuts.open)
        actions.figures.triggered.connect(lambda on: window.memory.remember(show_figures=on))
        for theme, action in actions.themes.items():
            action.triggered.connect(lambda _on, theme=theme: window.memory.remember(theme=theme))
        window.stage.full_screen_wanted.connect(actions.full_screen.trigger)

    def _connect_panels(self) -> None:
        panels, actions = self._window.panels, self._window.actions_
        actions.mirror.triggered.connect(panels.camera.mirror_view)
        actions.open_file.triggered.connect(panels.camera.source.ask_file)
        actions.open_url.triggered.connect(panels.camera.source.ask_address)
        actions.cameras.triggered.connect(self._choose_camera)
        panels.camera.source.listed.connect(self._list_cameras)
        panels.matte.paint.clicked.connect(actions.zones.trigger)
        panels.record.keep_camera.takes.clicked.connect(actions.takes.trigger)
        actions.add_background.triggered.connect(panels.background.ask_files)
        for number, action in enumerate(actions.numbers, 1):
            action.triggered.connect(lambda _on, number=number: panels.background.use_number(number))

    @Slot()
    def _leave(self) -> None:
        """Leaves, in this order: the takes page, a countdown, a view, full screen."""
        if self._window.takes.leave():
            return
        if self._window.stage.countdown.counting:
            self._window.actions_.record.trigger()
        elif not self._window.views.leave():
            self._window.set_full_screen(False)

    @Slot(QAction)
    def _choose_camera(self, action: QAction) -> None:
        self._window.panels.camera.choose(action.data())

    @Slot()
    def _list_cameras(self) -> None:
        self._window.actions_.show_cameras(*self._window.panels.camera.source.cameras())
