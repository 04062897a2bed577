"""The recordings' folder, their quality, and the latest takes."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.settings import Settings
from app.ui.panels.keep_camera import KeepCamera
from app.ui.panels.record_options import RecordOptions
from app.ui.state.takes import PART, Take, folder_of
from app.ui.state.words import megabytes
from app.ui.widgets.card import Card
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.segmented import Segmented
from app.ui.widgets.text import ElidedLabel, button, caption, hairline

QUALITIES = {"standard": "Standard", "high": "High", "best": "Best"}


class RecordPanel(Card):
    """Signals:
    changed(RecordSettings)
    """

    changed = Signal(object)

    def __init__(self, ask_folder: Callable[[Path], Path | None], open_folder: Callable[[Path], None],
                 reveal: Callable[[Path], None], parent: QWidget | None = None) -> None:
        super().__init__("Recording", "video", parent)
        self._settings = Settings()
        self._ask_folder = ask_folder
        self._open_folder = open_folder
        self._reveal = reveal
        self.quality = Segmented("Quality", QUALITIES)
        self.quality.chosen.connect(
            lambda value: self.changed.emit(replace(self._settings.record, quality=value)))
        self.keep_camera = KeepCamera()
        self.keep_camera.chosen.connect(
            lambda on: self.changed.emit(replace(self._settings.record, keep_camera=on)))
        self.options = RecordOptions()
        self.options.changed.connect(self.changed)
        self.folder = ElidedLabel()
        self.change = button("Change…")
        self.change.setAccessibleName("Change the recordings folder")
        self.change.clicked.connect(self._change_folder)
        self.takes = QVBoxLayout()
        self.takes.setSpacing(0)
        self._lay_out()

    def _lay_out(self) -> None:
        open_button = IconButton("folder", "Open the recordings folder", side=32)
        open_button.clicked.connect(lambda: self._open_folder(folder_of(self._settings)))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.folder, 1)
        row.addWidget(open_button)
        row.addWidget(self.change)
        self.body.addWidget(caption("Quality"))
        self.body.addWidget(self.quality)
        self.body.addWidget(self.keep_camera)
        self.body.addWidget(self.options)
        self.body.addWidget(caption("Saved to"))
        self.body.addLayout(row)
        self.body.addLayout(self.takes)

    def show_settings(self, settings: Settings) -> None:
        """Shows values without a signal."""
        self._settings = settings
        self.quality.set_value(settings.record.quality)
        self.keep_camera.set_on(settings.record.keep_camera)
        self.options.show_settings(settings)
        self.folder.set_text(_short(folder_of(settings)))

    def show_recording(self, *, running: bool) -> None:
        """Folder and quality apply to the next file, so they are disabled during a recording."""
        self.quality.setEnabled(not running)
        self.keep_camera.switch.setEnabled(not running)
        self.change.setEnabled(not running)
        self.options.show_recording(running=running)

    @Slot(object)
    def show_takes(self, takes: Sequence[Take]) -> None:
        """Lists the latest recordings."""
        while (item := self.takes.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if takes:
            self.takes.addSpacing(4)
            self.takes.addWidget(hairline())
            self.takes.addSpacing(8)
        last: QWidget = self.change
        for take in takes:
            row, show = self._take_row(take)
            self.takes.addWidget(row)
            QWidget.setTabOrder(last, show)  # the rows were created after everything below the panel
            last = show

    def _take_row(self, take: Take) -> tuple[QWidget, QWidget]:
        """The row and its button."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        name = ElidedLabel()
        name.set_text(PART.sub("", take.path.stem).removeprefix("Backdrop "))
        size: QLabel = caption(f"{take.parts} parts, {megabytes(take.bytes)}" if take.parts > 1 else
                               megabytes(take.bytes))
        show = button("Show file", "link")
        show.setAccessibleName(f"Show {take.path.name} in its folder")
        show.clicked.connect(lambda: self._reveal(take.path))
        line.addWidget(name, 1)
        line.addWidget(size)
        line.addWidget(show)
        return row, show

    def _change_folder(self) -> None:
        folder = self._ask_folder(folder_of(self._settings))
        if folder is not None:
            self.changed.emit(replace(self._settings.record, folder=str(folder)))


def _short(folder: Path) -> str:
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
