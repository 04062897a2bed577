"""Shows where files are: in the file manager, or in words if there is none."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimerEvent

from app.errors import AppError
from app.ui.desktop.file_manager import folder_of_file, folder_to_open, open_folder, reveal
from app.ui.state.jobs import Jobs
from app.ui.state.notices import Notice

TIMEOUT_MS = 4000


@dataclass(frozen=True, eq=False)
class _Question:
    """A pending check of a folder, with the id of its timeout timer."""

    folder: Path
    timer: int


class FilePlaces(QObject):
    """Shows a file or folder for the window. Accesses the disk off the GUI thread, since it may hang."""

    def __init__(self, tell: Callable[[Notice], None], jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tell, self._jobs = tell, jobs
        self._asked: dict[int, _Question] = {}  # pending checks by their timer ids

    def show_file(self, path: Path) -> None:
        """Opens the folder of path, with path selected if the system can."""
        self._ask(path.parent, partial(folder_of_file, path), partial(self._show_file, path))

    def show_folder(self, folder: Path) -> None:
        """Opens folder, which is created if missing."""
        self._ask(folder, partial(folder_to_open, folder), self._show_folder)

    def _ask(self, folder: Path, look: Callable[[], Path], show: Callable[[Path], None]) -> None:
        question = _Question(folder, self.startTimer(TIMEOUT_MS))
        self._asked[question.timer] = question
        self._jobs.submit(look, partial(self._answered, question, show), lane=f"open {folder}")

    def _answered(self, question: _Question, show: Callable[[Path], None], folder: Path | AppError) -> None:
        in_time = self._asked.get(question.timer) is question
        if in_time:
            self._forget(question.timer)
        if isinstance(folder, AppError):
            self._tell(Notice("info", folder.title, folder.hint))
        elif in_time:  # otherwise the user has already been told
            show(folder)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Gives up a check that timed out."""
        question = self._forget(event.timerId())
        hint = f"Its disk or network share is not responding: {question.folder}"
        self._tell(Notice("bad", "The folder is not responding", hint))

    def _forget(self, timer: int) -> _Question:
        self.killTimer(timer)
        return self._asked.pop(timer)

    def _show_file(self, path: Path, _folder: Path) -> None:
        if not reveal(path):
            self._tell(Notice("info", "No file manager could be opened", f"The file is {path}"))

    def _show_folder(self, folder: Path) -> None:
        if not open_folder(folder):
            self._tell(Notice("info", "No file manager could be opened", f"The folder is {folder}"))
