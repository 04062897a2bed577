"""Shows where files are: in the file manager, or in words where there is none."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.ui.desktop.file_manager import open_folder, reveal
from app.ui.state.notices import Notice


class FilePlaces:
    """What the window calls to show a file or a folder."""

    def __init__(self, tell: Callable[[Notice], None]) -> None:
        self._tell = tell

    def show_file(self, path: Path) -> None:
        """Opens the folder of path, with path selected where the system can."""
        if not reveal(path):
            self._tell(Notice("info", "No file manager opened", f"The file is {path}"))

    def show_folder(self, folder: Path) -> None:
        if not open_folder(folder):
            self._tell(Notice("info", "No file manager opened", f"The folder is {folder}"))
