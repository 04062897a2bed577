"""Turns what was dropped on the window into backgrounds."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.errors import AppError
from app.paths import kept_backgrounds_folder
from app.ui.gallery.items import is_background_file
from app.ui.state.jobs import Jobs
from app.ui.state.notices import Notice
from app.ui.window.dropping.drops import Dropped, may_be_rendered
from app.ui.window.main_window import MainWindow

DROPPED_NAME = "Dropped picture.png"


class DroppedThings(QObject):
    """Lives as long as the window."""

    def __init__(self, window: MainWindow, jobs: Jobs, thumbnail: Callable[[Path], object]) -> None:
        """thumbnail: raises AppError for files that cannot be backgrounds. Slow."""
        super().__init__(window)
        self._window, self._jobs, self._thumbnail = window, jobs, thumbnail

    @Slot(object)
    def take_in(self, things: Dropped) -> None:
        """Turns what was dropped into backgrounds; slow or doubtful files are read off the GUI thread.

        A picture becomes one at once. For videos and several files, the user is asked what they are for.
        """
        use = self._window.ask_drop(things.files) if may_be_rendered(things.files) else "background"
        if use == "render":
            self._window.render_wanted.emit(list(things.files))
        if use != "background":
            return
        known = [path for path in things.files if is_background_file(path)]
        if known:
            self._window.panels.background.add_files(known)
        for path in things.files:
            if path not in known:
                self._jobs.submit(partial(self._tried, path), self._taken_in)
        if things.image or things.links:
            self._fetch(things)

    def _fetch(self, things: Dropped) -> None:
        from app.pipeline.background.fetching import fetch_background, keep_background  # loaded on demand

        folder = kept_backgrounds_folder()
        if things.image:
            self._jobs.submit(partial(keep_background, things.image, DROPPED_NAME, folder), self._taken_in)
        else:
            self._window.stage.show_notice(Notice("info", "Opening the link…"))
            self._jobs.submit(partial(fetch_background, things.links[0], folder), self._taken_in)

    def _tried(self, path: Path) -> Path:
        """path, if it can be a background. Slow. Raises AppError."""
        self._thumbnail(path)
        return path

    def _taken_in(self, path: Path | AppError) -> None:
        if isinstance(path, AppError):
            self._window.stage.show_notice(Notice("bad", path.title, path.hint))
        else:
            self._window.panels.background.add_files([path])
