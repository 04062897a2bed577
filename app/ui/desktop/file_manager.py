"""Shows files in the system's file manager."""
from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from app.errors import AppError


def folder_to_open(folder: Path) -> Path:
    """folder, created if missing; if its drive is gone, the nearest existing parent.

    Touches the disk.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return next((above for above in folder.parents if above.is_dir()), folder)
    return folder


def folder_of_file(path: Path) -> Path:
    """The folder of path. Touches the disk.

    Raises:
        AppError: the file no longer exists.
    """
    if not path.exists():
        raise AppError(f"'{path.name}' no longer exists", f"It was in {path.parent}")
    return path.parent


def reveal_command(path: Path, platform: str) -> tuple[str, list[str]] | None:
    """The command that opens path's folder with path selected; None if no such program is known to exist."""
    if platform == "win32":
        return "explorer", [f"/select,{path}"]
    if platform == "darwin":
        return "open", ["-R", str(path)]
    return None


def reveal(path: Path) -> bool:
    """Opens the folder of path, with path selected if possible. False if nothing opens folders."""
    command = reveal_command(path, sys.platform)
    if command is None:
        return open_folder(path.parent)
    program, arguments = command
    started, _ = QProcess.startDetached(program, arguments)  # type: ignore[misc]
    return bool(started)


def open_folder(folder: Path) -> bool:
    """Opens a folder. False if nothing opens folders."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
