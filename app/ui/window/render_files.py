"""Connects the queue of files with the window."""
from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.ui.queue.desk import RenderDesk
from app.ui.state.jobs import Jobs
from app.ui.window.asking.dialogs import Asking
from app.ui.window.asking.file_places import FilePlaces
from app.ui.window.main_window import MainWindow


class RenderFiles(QObject):
    """Lives as long as the window."""

    def __init__(self, window: MainWindow, dialogs: Asking, desk: RenderDesk, jobs: Jobs) -> None:
        super().__init__(window)
        self._dialogs, self._desk = dialogs, desk
        places = FilePlaces(window.stage.show_notice, jobs, self)
        window.actions_.render_files.triggered.connect(desk.open)
        window.render_wanted.connect(desk.add)
        window.closed.connect(desk.window_.close)
        desk.noticed.connect(window.stage.show_notice)
        desk.revealed.connect(places.show_file)
        desk.add_wanted.connect(self._ask_files)
        desk.folder_wanted.connect(self._ask_folder)

    @Slot()
    def _ask_files(self) -> None:
        self._desk.add(self._dialogs.ask_render_files())

    @Slot()
    def _ask_folder(self) -> None:
        self._desk.use_folder(self._dialogs.ask_results_folder(self._desk.folder))
