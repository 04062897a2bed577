"""All questions that the window asks in dialogs."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from app.paths import pictures_folder, videos_folder
from app.pipeline.decode.kinds import PICTURE_SUFFIXES
from app.ui.desktop.folder_check import is_there
from app.ui.gallery.items import VIDEO_SUFFIXES

DropUse = Literal["background", "render", ""]
"""What to do with dropped files; "": nothing."""


class Asking(Protocol):
    """What the window asks. Dialogs implements it; tests use another class."""

    def ask_backgrounds(self) -> list[Path]: ...
    def ask_source_file(self) -> str: ...
    def ask_folder(self, start: Path) -> Path | None: ...
    def ask_render_files(self) -> list[Path]: ...
    def ask_results_folder(self, start: Path) -> Path | None: ...
    def ask_drop(self, files: Sequence[Path]) -> DropUse: ...
    def ask_url(self, address: str = "") -> str: ...
    def ask_quit(self) -> bool: ...
    def show_about(self) -> None: ...


class Memory(Protocol):
    """The user's earlier answers."""

    def last_folder(self) -> str: ...
    def remember_folder(self, folder: str) -> None: ...
    def last_addresses(self) -> Sequence[str]: ...
    def remember_address(self, address: str) -> None: ...


class Dialogs:
    """Asks the user."""

    def __init__(self, parent: QWidget, memory: Memory) -> None:
        self._parent = parent
        self._memory = memory

    def ask_backgrounds(self) -> list[Path]:
        """Picture and video files; none if the user cancels."""
        patterns = _patterns(PICTURE_SUFFIXES | VIDEO_SUFFIXES)
        names, _ = QFileDialog.getOpenFileNames(
            self._parent, "Add backgrounds", self._folder(pictures_folder()), f"Pictures and videos ({patterns})")
        if names:
            self._remember(Path(names[0]))
        return [Path(name) for name in names]

    def ask_source_file(self) -> str:
        """The path of a video or picture, or ""."""
        patterns = _patterns(VIDEO_SUFFIXES | PICTURE_SUFFIXES)
        name, _ = QFileDialog.getOpenFileName(
            self._parent, "Use a video file instead of a camera", self._folder(videos_folder()),
            f"Videos and pictures ({patterns})")
        if name:
            self._remember(Path(name))
        return name

    def ask_folder(self, start: Path) -> Path | None:
        """A folder for recordings."""
        first = start if is_there(start) else videos_folder()
        name = QFileDialog.getExistingDirectory(self._parent, "Recordings folder", str(first))
        return Path(name) if name else None

    def ask_render_files(self) -> list[Path]:
        """Videos and pictures to render; none if the user cancels."""
        patterns = _patterns(VIDEO_SUFFIXES | PICTURE_SUFFIXES)
        names, _ = QFileDialog.getOpenFileNames(
            self._parent, "Render files", self._folder(videos_folder()), f"Videos and pictures ({patterns})")
        if names:
            self._remember(Path(names[0]))
        return [Path(name) for name in names]

    def ask_results_folder(self, start: Path) -> Path | None:
        """A folder for results."""
        name = QFileDialog.getExistingDirectory(self._parent, "Folder for results", str(start))
        return Path(name) if name else None

    def ask_drop(self, files: Sequence[Path]) -> DropUse:
        """Whether to use files as backgrounds or to render them."""
        one = len(files) == 1
        title = f"Use '{files[0].name}' as a background?" if one else f"Use {len(files)} files as backgrounds?"
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Backdrop", title, parent=self._parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        whose = "its own" if one else "their own"
        box.setInformativeText(f"Or render {'it' if one else 'them'}: the room in {whose} picture is replaced.")
        background = box.addButton("Use as background", QMessageBox.ButtonRole.AcceptRole)
        render = box.addButton("Render", QMessageBox.ButtonRole.ActionRole)
        box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.setDefaultButton(background)
        box.exec()
        chosen = box.clickedButton()
        return "background" if chosen is background else "render" if chosen is render else ""

    def ask_url(self, address: str = "") -> str:
        """The address of a network camera, or "". address: one to change."""
        from app.ui.window.asking.address_dialog import AddressDialog  # loaded on demand

        dialog = AddressDialog(self._parent, last=self._memory.last_addresses(), address=address)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return ""
        self._memory.remember_address(dialog.url())
        return dialog.url()

    def ask_quit(self) -> bool:
        """Whether to stop the recording and quit."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Backdrop", "Stop recording and quit?", parent=self._parent)
        box.setInformativeText("What you have recorded so far will be saved.")
        stop = box.addButton("Stop and quit", QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton("Keep recording", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        return box.clickedButton() is stop

    def show_about(self) -> None:
        from app.about import about  # imported on demand: it loads OpenSSL, for a hash

        QMessageBox.about(self._parent, "About Backdrop", about())

    def _folder(self, usual: Path) -> str:
        """Where a file dialog opens: the folder used last, or the user's folder for such files if it exists."""
        last = self._memory.last_folder()
        wishes = (Path(last), usual) if last else (usual,)
        return str(next((folder for folder in wishes if is_there(folder)), Path.home()))

    def _remember(self, path: Path) -> None:
        self._memory.remember_folder(str(path.parent))


def _patterns(suffixes: frozenset[str]) -> str:
    return " ".join(f"*{suffix}" for suffix in sorted(suffixes))
