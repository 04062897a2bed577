"""Camera, resolution and mirroring."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from app.settings import PixelFormat, Settings
from app.ui.panels.source_list import Asks, Camera, SourceList
from app.ui.state.view_state import ViewState
from app.ui.widgets.card import Card
from app.ui.widgets.combo import Combo
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.switch import Switch
from app.ui.widgets.text import caption

SIZES = ((640, 360), (640, 480), (960, 540), (1280, 720), (1920, 1080))
RATES = (15, 24, 30, 60)
FORMATS: dict[PixelFormat, str] = {"MJPG": "MJPEG", "YUYV": "YUYV", "auto": "Auto"}


class CameraPanel(Card):
    """Signals:
    changed(CameraSettings or MirrorSettings)
    refresh(): the user wants the list of cameras refreshed.
    """

    changed = Signal(object)
    refresh = Signal()

    def __init__(self, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__("Camera", "camera", parent)
        self._settings = Settings()
        self.source = SourceList(asks)
        self.resolution, self.rate = Combo("Resolution"), Combo("Frame rate")
        self.format = Combo("Format")
        self.actual = caption("")
        self.actual.setWordWrap(True)
        self.actual.hide()
        self.mirror_preview = Switch("Mirror my view")
        self.mirror_preview.setToolTip("You see yourself as in a mirror; others see everything the right way round")
        self.mirror_output = Switch("Mirror recordings and calls, too")
        self.mirror_output.setToolTip("Others see you mirrored, too; the background is not mirrored")
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
        self.source.chosen.connect(self.choose)
        for combo in (self.resolution, self.rate, self.format):
            combo.activated.connect(self._choose_format)
        self.mirror_preview.clicked.connect(self.mirror_view)
        self.mirror_output.clicked.connect(self._mirror_output)

    def show_settings(self, settings: Settings) -> None:
        """Shows values without a signal."""
        self._settings = settings
        camera = settings.camera
        self.source.show_settings(camera)
        _select(self.resolution, (camera.width, camera.height), f"{camera.width}×{camera.height}")
        _select(self.rate, camera.fps, f"{camera.fps} fps")
        _select(self.format, camera.pixel_format, camera.pixel_format)
        self.mirror_preview.setChecked(settings.mirror.preview)
        self.mirror_output.setChecked(settings.mirror.output)
        for combo in (self.resolution, self.rate, self.format):
            combo.setEnabled(camera.source == "" or camera.source.startswith("camera:"))

    @Slot(object)
    def show_cameras(self, cameras: Sequence[Camera]) -> None:
        """Lists the cameras plugged in now."""
        self.source.show_cameras(cameras)

    def show_recording(self, *, running: bool) -> None:
        """The demo cannot be chosen during a recording: it would end up in the take."""
        self.source.show_recording(running=running)

    def open_list(self) -> None:
        """Unfolds the card, opens the list of cameras and focuses it."""
        self.set_folded(False)
        self.source.setFocus()
        self.source.showPopup()

    @Slot(object)
    def show_state(self, state: ViewState) -> None:
        """Says what the source delivers if it is not what was requested."""
        camera = self._settings.camera
        rate = f"{state.source_fps:.0f} fps" if state.source_fps else ""
        given = " · ".join(filter(None, (state.source_size, rate)))
        is_camera = camera.source == "" or camera.source.startswith("camera:")
        as_asked = state.source_size == f"{camera.width}×{camera.height}" and round(state.source_fps) in (0, camera.fps)
        told = f"This camera delivers {given}." if is_camera else f"This source delivers {given}."
        self.actual.setText(told)
        self.actual.setVisible(state.phase == "live" and bool(state.source_size) and not (is_camera and as_asked))

    @Slot(bool)
    def mirror_view(self, on: bool) -> None:
        """Switches mirroring, as if the user did."""
        self.changed.emit(replace(self._settings.mirror, preview=on))

    @Slot(bool)
    def _mirror_output(self, on: bool) -> None:
        self.changed.emit(replace(self._settings.mirror, output=on))

    @Slot(str)
    def choose(self, source: str) -> None:
        """Chooses another source, as if the user did; "" changes nothing."""
        if source:
            self.changed.emit(replace(self._settings.camera, source=source))

    def _choose_format(self) -> None:
        width, height = self.resolution.currentData(Qt.ItemDataRole.UserRole)
        self.changed.emit(replace(self._settings.camera, width=width, height=height,
                                  fps=self.rate.currentData(), pixel_format=self.format.currentData()))


def _select(combo: Combo, value: object, text: str) -> None:
    index = combo.findData(value)
    if index < 0:
        combo.addItem(text, value)
        index = combo.count() - 1
    combo.setCurrentIndex(index)
