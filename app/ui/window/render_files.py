"""Connects the queue of files to the window."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.settings import Settings
from app.ui.state.jobs import Jobs
from app.ui.window.asking.dialogs import Asking
from app.ui.window.asking.file_places import FilePlaces
from app.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from app.ui.queue.desk import RenderDesk


class RenderFiles(QObject):
    """Loads the queue and its window when they are first needed. Lives as long as the window."""

    def __init__(self, window: MainWindow, dialogs: Asking, jobs: Jobs, *, settings: Callable[[], Settings]) -> None:
        """settings: returns the window's current settings."""
        super().__init__(window)
        self._window, self._dialogs, self._settings = window, dialogs, settings
        self._places = FilePlaces(window.stage.show_notice, jobs, self)
        self._desk: RenderDesk | None = None
        window.actions_.render_files.triggered.connect(self._open)
        window.render_wanted.connect(self._add)

    @property
    def desk(self) -> RenderDesk:
        """The desk, made on first use."""
        if self._desk is None:
            from app.ui.queue.desk import RenderDesk  # imported on demand: it loads all of render

            self._desk = desk = RenderDesk(self._window, self._settings)
            self._window.closed.connect(desk.window_.close)
            desk.noticed.connect(self._window.stage.show_notice)
            desk.revealed.connect(self._places.show_file)
            desk.add_wanted.connect(self._ask_files)
            desk.folder_wanted.connect(self._ask_folder)
        return self._desk

    @Slot()
    def go_on(self) -> None:
        """Resumes what an earlier run left."""
        from app.pipeline.render.queue_file import QueueFile  # loaded on demand

        if QueueFile().path.is_file():
            self.desk.go_on()

    def close(self) -> None:
        """Ends the work until the next run. Safe to call twice."""
        if self._desk is not None:
            self._desk.close()

    @Slot()
    def _open(self) -> None:
        self.desk.open()

    @Slot(list)
    def _add(self, paths: Sequence[Path]) -> None:
        self.desk.add(paths)

    @Slot()
    def _ask_files(self) -> None:
        self.desk.add(self._dialogs.ask_render_files())

    @Slot()
    def _ask_folder(self) -> None:
        self.desk.use_folder(self._dialogs.ask_results_folder(self.desk.folder))
