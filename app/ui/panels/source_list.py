"""The list of all sources: cameras, the demo, a video, a network camera."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.settings import DEMO, CameraSettings
from app.ui.state.words import title_of
from app.ui.widgets.combo import Combo

OPEN_FILE = "ask:file"
OPEN_URL = "ask:url"
FLAGS_ROLE = Qt.ItemDataRole.UserRole - 1  # the role under which a combo box item keeps its flags
UNCHOOSABLE = 0


class Camera(Protocol):
    """What the list needs from app.pipeline.sources.camera_list.CameraInfo."""

    @property
    def identity(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Asks:
    """Dialogs that ask for another source; each returns "" if the user cancels.

    Attributes:
        url: takes the address to start from.
    """

    file: Callable[[], str]
    url: Callable[[str], str]


class SourceList(Combo):
    """Signals:
    chosen(str): another source, by the user.
    listed(): the cameras or the source in use changed.
    """

    chosen = Signal(str)
    listed = Signal()

    def __init__(self, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__("Camera", parent)
        self._asks = asks
        self._source = ""
        self._cameras: tuple[Camera, ...] = ()
        self._recording = False
        self.activated.connect(self._choose)

    def show_settings(self, settings: CameraSettings) -> None:
        self._source = settings.source
        self._fill()

    def show_cameras(self, cameras: Sequence[Camera]) -> None:
        """Lists the cameras plugged in now."""
        if tuple(cameras) != self._cameras:
            self._cameras = tuple(cameras)
            self._fill()

    def show_recording(self, *, running: bool) -> None:
        """The demo cannot be chosen during a recording: it would end up in the take."""
        if running != self._recording:
            self._recording = running
            self._fill()

    def cameras(self) -> tuple[list[tuple[str, str]], str]:
        """(source, name) of each camera, and the source that is in use."""
        return [(f"camera:{camera.identity}", camera.name) for camera in self._cameras], self._in_use()

    def _in_use(self) -> str:
        if self._source:
            return self._source
        return f"camera:{self._cameras[0].identity}" if self._cameras else DEMO

    def _fill(self) -> None:
        cameras, source = self.cameras()
        with QSignalBlocker(self):
            self.clear()
            for identity, name in cameras:
                self.addItem(name, identity)
            self.addItem("Demo clip", DEMO)
            demo = self.model().index(self.count() - 1, 0)
            offered = not self._recording or source == DEMO
            self.model().setData(demo, None if offered else UNCHOOSABLE, FLAGS_ROLE)
            if self.findData(source) < 0:
                self.insertItem(0, title_of(source), source)
            self.insertSeparator(self.count())
            self.addItem("Use a video file…", OPEN_FILE)
            self.addItem("Network camera…", OPEN_URL)
            self.setCurrentIndex(self.findData(source))
        self.setToolTip(self.currentText())
        self.listed.emit()

    def _choose(self, index: int) -> None:
        source = self.itemData(index)
        if source == OPEN_FILE:
            self.ask_file()
        elif source == OPEN_URL:
            self.ask_address()
        else:
            self.chosen.emit(source)
        self._fill()

    @Slot()
    def ask_file(self) -> None:
        """Asks for a video or picture to use instead of a camera."""
        self._choose_named(self._asks.file())

    @Slot()
    def ask_address(self) -> None:
        """Asks for a network camera."""
        self.change_address("")

    def change_address(self, address: str) -> None:
        """The same, starting from an address that does not respond."""
        self._choose_named(self._asks.url(address))

    def _choose_named(self, source: str) -> None:
        if source:
            self.chosen.emit(source)
