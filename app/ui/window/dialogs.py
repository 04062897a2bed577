"""Every question that the window asks in a dialog of its own."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from app.about import about
from app.pipeline.decode.pictures import PICTURE_SUFFIXES
from app.ui.gallery.items import VIDEO_SUFFIXES
from app.ui.widgets.text import button, caption, label

URL_SCHEMES = ("http", "https", "rtsp", "rtmp", "udp", "tcp")


class Dialogs:
    """Asks the user. Tests hand the window another class with the same methods."""

    def __init__(self, parent: QWidget, folder: Callable[[], str], remember: Callable[[str], None]) -> None:
        """folder, remember: where file dialogs open, and where one was used last."""
        self._parent = parent
        self._folder = folder
        self._remember_folder = remember

    def ask_backgrounds(self) -> list[Path]:
        """Picture and video files, none when the user thinks better of it."""
        patterns = _patterns(PICTURE_SUFFIXES | VIDEO_SUFFIXES)
        names, _ = QFileDialog.getOpenFileNames(
            self._parent, "Add backgrounds", self._folder(), f"Pictures and videos ({patterns})")
        if names:
            self._remember(Path(names[0]))
        return [Path(name) for name in names]

    def ask_source_file(self) -> str:
        """The path of a video or picture, or ""."""
        patterns = _patterns(VIDEO_SUFFIXES | PICTURE_SUFFIXES)
        name, _ = QFileDialog.getOpenFileName(
            self._parent, "Open instead of a camera", self._folder(), f"Videos and pictures ({patterns})")
        if name:
            self._remember(Path(name))
        return name

    def ask_folder(self, start: Path) -> Path | None:
        """A folder for recordings."""
        name = QFileDialog.getExistingDirectory(self._parent, "Recordings folder", str(start))
        return Path(name) if name else None

    def ask_url(self) -> str:
        """The address of a network camera, or ""."""
        dialog = UrlDialog(self._parent)
        return dialog.url() if dialog.exec() == QDialog.DialogCode.Accepted else ""

    def show_about(self) -> None:
        QMessageBox.about(self._parent, "About Backdrop", about())

    def _remember(self, path: Path) -> None:
        self._remember_folder(str(path.parent))


class UrlDialog(QDialog):
    """Attributes:
    field: the address; confirm: rests until the address can be one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Network camera")
        self.setMinimumWidth(440)
        self.field = QLineEdit()
        self.field.setPlaceholderText("http://192.168.1.20:8080/video")
        self.field.setAccessibleName("Address of the camera")
        self.confirm = button("Connect", "primary")
        cancel = button("Cancel")
        self.confirm.setDefault(True)
        self.confirm.setEnabled(False)
        self.confirm.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self.field.textChanged.connect(lambda: self.confirm.setEnabled(is_url(self.url())))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label("Address of the camera", "title"))
        column.addWidget(self.field)
        column.addWidget(caption("An MJPEG or RTSP stream, such as a phone's camera app gives."))
        column.addSpacing(8)
        column.addLayout(row)

    def url(self) -> str:
        return self.field.text().strip()


def is_url(text: str) -> bool:
    """Whether a stream can be behind the text."""
    url = QUrl(text, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme() in URL_SCHEMES and bool(url.host())


def _patterns(suffixes: frozenset[str]) -> str:
    return " ".join(f"*{suffix}" for suffix in sorted(suffixes))
