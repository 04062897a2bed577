"""Which camera, in which size, and which way round."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from app.settings import DEMO, CameraSettings, PixelFormat, Settings
from app.ui.state.view_state import ViewState
from app.ui.state.words import title_of
from app.ui.widgets.card import Card
from app.ui.widgets.combo import Combo
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.switch import Switch
from app.ui.widgets.text import caption

OPEN_FILE = "ask:file"
OPEN_URL = "ask:url"
SIZES = ((640, 360), (640, 480), (960, 540), (1280, 720), (1920, 1080))
RATES = (15, 24, 30, 60)
FLAGS_ROLE = Qt.ItemDataRole.UserRole - 1  # where an item of a combo box keeps what can be done with it
UNCHOOSABLE = 0
FORMATS: dict[PixelFormat, str] = {"MJPG": "MJPEG", "YUYV": "YUYV", "auto": "Auto"}


class Camera(Protocol):
    """What is needed of app.pipeline.sources.camera_list.CameraInfo."""

    @property
    def identity(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Asks:
    """Dialogs that name another source; each returns "" when the user thinks better of it."""

    file: Callable[[], str]
    url: Callable[[], str]


class CameraPanel(Card):
    """Signals:
    changed(CameraSettings or MirrorSettings)
    refresh(): the user wants the list of cameras anew.
    listed(): other cameras are plugged in, or another one is in use.
    """

    changed = Signal(object)
    refresh = Signal()
    listed = Signal()

    def __init__(self, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__("Camera", "camera", parent)
        self._asks = asks
        self._settings = Settings()
        self._cameras: tuple[Camera, ...] = ()
        self._recording = False
        self.source = Combo("Camera")
        self.resolution, self.rate = Combo("Resolution"), Combo("Frame rate")
        self.format = Combo("Format")
        self.actual = caption("")
        self.actual.setWordWrap(True)
        self.actual.hide()
        self.mirror_preview = Switch("Mirror my view")
        self.mirror_preview.setToolTip("As in a mirror, with the writing in the background; the others see it straight")
        self.mirror_output = Switch("Mirror recordings and calls, too")
        self.mirror_output.setToolTip("You are turned round for the others as well; the background is not")
        self._fill()
        self._lay_out()
        self._connect()

    def _fill(self) -> None:
        for width, height in SIZES:
            self.resolution.addItem(f"{width}×{height}", (width, height))
        for rate in RATES:
            self.rate.addItem(f"{rate} fps", rate)
        for value, text in FORMATS.items():
            self.format.addItem(text, value)

    def _lay_out(self) -> None:
        again = IconButton("refresh", "Look for cameras", side=28)
        again.clicked.connect(self.refresh)
        self.head.addWidget(again)
        name = caption("Source")
        name.setBuddy(self.source)
        self.body.addWidget(name)
        self.body.addWidget(self.source)
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for column, (text, combo) in enumerate((("Resolution", self.resolution), ("Frame rate", self.rate),
                                                ("Format", self.format))):
            label = caption(text)
            label.setBuddy(combo)
            grid.addWidget(label, 0, column)
            grid.addWidget(combo, 1, column)
        for column, stretch in enumerate((7, 5, 5)):
            grid.setColumnStretch(column, stretch)
        self.body.addLayout(grid)
        self.body.addWidget(self.actual)
        self.body.addWidget(self.mirror_preview)
        self.body.addWidget(self.mirror_output)

    def _connect(self) -> None:
        self.source.activated.connect(self._choose_source)
        for combo in (self.resolution, self.rate, self.format):
            combo.activated.connect(self._choose_format)
        self.mirror_preview.clicked.connect(
            lambda on: self.changed.emit(replace(self._settings.mirror, preview=on)))
        self.mirror_output.clicked.connect(
            lambda on: self.changed.emit(replace(self._settings.mirror, output=on)))

    def show_settings(self, settings: Settings) -> None:
        """Shows values without telling them as the user's."""
        self._settings = settings
        camera = settings.camera
        self._list_sources()
        _select(self.resolution, (camera.width, camera.height), f"{camera.width}×{camera.height}")
        _select(self.rate, camera.fps, f"{camera.fps} fps")
        _select(self.format, camera.pixel_format, camera.pixel_format)
        self.mirror_preview.setChecked(settings.mirror.preview)
        self.mirror_output.setChecked(settings.mirror.output)
        for combo in (self.resolution, self.rate, self.format):
            combo.setEnabled(camera.source == "" or camera.source.startswith("camera:"))

    @Slot(object)
    def show_cameras(self, cameras: Sequence[Camera]) -> None:
        """The cameras that are plugged in now."""
        if tuple(cameras) != self._cameras:
            self._cameras = tuple(cameras)
            self._list_sources()

    def show_recording(self, *, running: bool) -> None:
        """While a file is written the demo cannot be chosen: it would end up in the take."""
        if running != self._recording:
            self._recording = running
            self._list_sources()

    def open_list(self) -> None:
        """Unfolds the card and opens the list of cameras, with the keyboard in it."""
        self.set_folded(False)
        self.source.setFocus()
        self.source.showPopup()

    @Slot(object)
    def show_state(self, state: ViewState) -> None:
        """Says what the source really gives, where that is not what was asked for."""
        camera = self._settings.camera
        rate = f"{state.source_fps:.0f} fps" if state.source_fps else ""
        given = " · ".join(filter(None, (state.source_size, rate)))
        is_camera = camera.source == "" or camera.source.startswith("camera:")
        as_asked = state.source_size == f"{camera.width}×{camera.height}" and round(state.source_fps) in (0, camera.fps)
        told = f"This camera gives {given}." if is_camera else f"{given}, as the source is."
        self.actual.setText(told)
        self.actual.setVisible(state.phase == "live" and bool(state.source_size) and not (is_camera and as_asked))

    def choose(self, source: str) -> None:
        """Another source as the user's; "" changes nothing."""
        if source:
            self.changed.emit(replace(self._settings.camera, source=source))

    def _list_sources(self) -> None:
        source = _effective(self._settings.camera, self._cameras)
        with QSignalBlocker(self.source):
            self.source.clear()
            for camera in self._cameras:
                self.source.addItem(camera.name, f"camera:{camera.identity}")
            self.source.addItem("Demo clip", DEMO)
            demo = self.source.model().index(self.source.count() - 1, 0)
            offered = not self._recording or source == DEMO
            self.source.model().setData(demo, None if offered else UNCHOOSABLE, FLAGS_ROLE)
            if self.source.findData(source) < 0:
                self.source.insertItem(0, title_of(source), source)
            self.source.insertSeparator(self.source.count())
            self.source.addItem("Use a video file…", OPEN_FILE)
            self.source.addItem("Network camera…", OPEN_URL)
            self.source.setCurrentIndex(self.source.findData(source))
        self.source.setToolTip(self.source.currentText())
        self.listed.emit()

    def cameras(self) -> tuple[list[tuple[str, str]], str]:
        """(source, name) of each camera, and the source that is in use."""
        listed = [(f"camera:{camera.identity}", camera.name) for camera in self._cameras]
        return listed, _effective(self._settings.camera, self._cameras)

    def _choose_source(self, index: int) -> None:
        source = self.source.itemData(index)
        if source == OPEN_FILE:
            source = self._asks.file()
        elif source == OPEN_URL:
            source = self._asks.url()
        self.choose(source)
        self._list_sources()

    def _choose_format(self) -> None:
        width, height = self.resolution.currentData(Qt.ItemDataRole.UserRole)
        self.changed.emit(replace(self._settings.camera, width=width, height=height,
                                  fps=self.rate.currentData(), pixel_format=self.format.currentData()))


def _effective(settings: CameraSettings, cameras: Sequence[Camera]) -> str:
    if settings.source:
        return settings.source
    return f"camera:{cameras[0].identity}" if cameras else DEMO


def _select(combo: Combo, value: object, text: str) -> None:
    index = combo.findData(value)
    if index < 0:
        combo.addItem(text, value)
        index = combo.count() - 1
    combo.setCurrentIndex(index)
