"""How the next recording is written: format, encoder, splitting and automatic stop."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.pipeline.encode.codecs.software import software_codecs
from app.settings import RecordSettings, Settings
from app.ui.widgets.combo import Combo
from app.ui.widgets.switch import Switch
from app.ui.widgets.text import caption

CONTAINERS = {"mp4": "MP4 (plays everywhere)", "mkv": "MKV"}
TRANSPARENT = {"webm": "WebM (for browsers)", "mov": "MOV (for editing)"}
SPLITS = {"off": "Never", "4gb": "Before 4 GB", "10min": "Every 10 minutes", "30min": "Every 30 minutes",
          "60min": "Every hour"}
STOPS = {0: "Never", 5: "5 minutes", 10: "10 minutes", 15: "15 minutes", 30: "30 minutes",
         60: "One hour", 120: "Two hours"}
CODECS = {"h264": "H.264 (usual)", "h265": "H.265 (smaller)", "av1": "AV1 (smallest)"}


class FileOptions(QWidget):
    """Attributes:
    in_order: its controls, from top to bottom.

    Signals:
        changed(RecordSettings)
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = RecordSettings()
        self.container = _combo("File format", CONTAINERS)
        self.transparent = _combo("Transparent file format", TRANSPARENT)
        self.codec = _combo("Video codec", {str(codec): CODECS[codec] for codec in software_codecs()})
        self.split = _combo("New file", SPLITS)
        self.split.setToolTip("Long recordings continue in another file, without a gap. FAT takes files up to 4 GB")
        self.stop_after = _combo("Stop after", STOPS)
        self.hardware = Switch("Encode on the graphics processor")
        self.hardware.setToolTip("If possible. If it fails, the recording continues without it")
        combos = (self.container, self.transparent, self.codec, self.split, self.stop_after)
        self.in_order: tuple[QWidget, ...] = (*combos, self.hardware)
        self._lay_out(combos)
        self._connect()

    def _lay_out(self, combos: Sequence[Combo]) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._rows = {combo: self._row(index, combo) for index, combo in enumerate(combos)}
        self._grid.addWidget(self.hardware, len(self._rows), 0, 1, 2)

    def _row(self, index: int, combo: Combo) -> QWidget:
        name = caption(combo.accessibleName().removeprefix("Transparent file ").capitalize())
        name.setBuddy(combo)
        self._grid.addWidget(name, index, 0)
        self._grid.addWidget(combo, index, 1)
        return name

    def _connect(self) -> None:
        for field, combo in (("container", self.container), ("transparent_container", self.transparent),
                             ("codec", self.codec), ("split", self.split), ("stop_after_min", self.stop_after)):
            combo.activated.connect(
                lambda _, field=field, combo=combo: self._change(**{field: combo.currentData()}))
        self.hardware.clicked.connect(lambda on: self._change(hardware=on))

    def show_settings(self, settings: Settings) -> None:
        """Shows values without a signal."""
        self._record = settings.record
        for combo, value in ((self.container, self._record.container), (self.codec, self._record.codec),
                             (self.transparent, self._record.transparent_container), (self.split, self._record.split),
                             (self.stop_after, self._record.stop_after_min)):
            combo.setCurrentIndex(combo.findData(value))
        self.hardware.setChecked(self._record.hardware)
        transparent = settings.background.kind == "transparent"
        for widget in (self.container, self.codec):
            self._show_row(widget, not transparent)
        self._show_row(self.transparent, transparent)
        self.hardware.setVisible(not transparent)

    def _show_row(self, combo: Combo, shown: bool) -> None:
        combo.setVisible(shown)
        self._rows[combo].setVisible(shown)

    def _change(self, **values: object) -> None:
        self.changed.emit(replace(self._record, **values))  # type: ignore[arg-type]


def _combo(name: str, choices: Mapping[str, str] | Mapping[int, str]) -> Combo:
    combo = Combo(name)
    for value, text in choices.items():
        combo.addItem(text, value)
    return combo
