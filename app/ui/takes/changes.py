"""The cards beside a take's picture that change it."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.pipeline.takes.take_settings import TakeChanges, TakeSettings
from app.pipeline.tuning.choice import FileQuality
from app.settings import BackgroundSettings, Settings, WindowSettings
from app.ui.panels.background import BackgroundPanel
from app.ui.panels.matte import MattePanel
from app.ui.state.takes import folder_of
from app.ui.widgets.card import Card
from app.ui.widgets.combo import Combo
from app.ui.widgets.switch import Switch
from app.ui.widgets.text import ElidedLabel, button, caption
from app.ui.zones.sketch import shares_of
from app.zone_masks import unpack
from sinet_core.matting.settings import MatteSettings

WIDTH = 348
FORMATS = {
    ".mp4": "MP4 (plays everywhere)", ".mkv": "MKV", ".webm": "WebM (for browsers)",
    ".mov": "MOV (ProRes 4444 if transparent)", ".gif": "GIF",
}  # fmt: skip
CLEAR = (".webm", ".mov")  # formats that can be transparent


@dataclass(frozen=True)
class Asks:
    """What the cards need from the window."""

    background: BackgroundPanel
    remember: Callable[[WindowSettings], None]
    folder: Callable[[Path], Path | None]


class ChangesColumn(QScrollArea):
    """Attributes:
    changes: changes to the settings that the take was recorded with.

    Signals:
        changed(TakeChanges)
        painting_wanted(): the user wants to paint zones.
        exported(str): as a file with that suffix.
    """

    changed = Signal(object)
    painting_wanted = Signal()
    exported = Signal(str)

    def __init__(self, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes = TakeChanges()
        self._taken = TakeSettings()
        self._window = WindowSettings()
        self._recordings = folder_of(Settings())
        self._asks = asks
        self.background, self.matte = asks.background, MattePanel()
        self.mirror = Switch("Mirrored")
        self.best = Switch("Best quality: slower, steadier edges")
        self.restore = button("As recorded", "link")
        self.format = Combo("Format of the export")
        self.export = button("Export", "primary")
        self.folder = ElidedLabel()
        self.folder.setProperty("role", "caption")
        self.change = button("Change…", "link")
        self.change.setAccessibleName("Change the folder for exports")
        self._folder: Path | None = None
        for suffix, text in FORMATS.items():
            self.format.addItem(text, suffix)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(12)
        for card in (self._export_card(), self.background, self.matte):
            column.addWidget(card)
        column.addStretch(1)
        cards.setAutoFillBackground(False)
        self.setWidget(cards)

    def _export_card(self) -> Card:
        card = Card("Export", "video")
        row = QHBoxLayout()
        row.addWidget(self.format, 1)
        row.addWidget(self.export)
        card.head.addWidget(self.restore)
        card.body.addLayout(row)
        card.body.addWidget(self.mirror)
        card.body.addWidget(self.best)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.change)
        card.body.addLayout(place)
        words = caption("Makes a new file there, without your room. The take stays as it is.")
        words.setWordWrap(True)
        card.body.addWidget(words)
        return card

    def _connect(self) -> None:
        self.background.changed.connect(self._take_background)
        self.matte.changed.connect(lambda matte: self._change(replace(self.changes, matte=matte)))
        self.matte.paint.clicked.connect(self.painting_wanted)
        self.mirror.clicked.connect(lambda on: self._change(replace(self.changes, mirrored=on)))
        self.restore.clicked.connect(lambda: self._change(TakeChanges()))
        self.change.clicked.connect(self._change_folder)
        self.export.clicked.connect(lambda: self.exported.emit(self.format.currentData()))

    @property
    def output_folder(self) -> Path:
        """For exports: the recordings folder, until another one is chosen."""
        return self._folder or self._recordings

    @property
    def quality(self) -> FileQuality:
        """The export's quality; playback always has the live one."""
        return "best" if self.best.isChecked() else "live"

    @property
    def chosen(self) -> TakeSettings:
        """The settings that the take is shown with."""
        return self.changes.applied_to(self._taken)

    def open(self, taken: TakeSettings) -> None:
        """Opens a take that was recorded with these settings."""
        self._taken, self.changes = taken, TakeChanges()
        self._show()

    def show_settings(self, settings: Settings) -> None:
        """Shows the window's settings; only the gallery uses them here."""
        self._window = settings.window
        self._recordings = folder_of(settings)
        self._show()

    @Slot(str)
    def paint(self, zones: str) -> None:
        self._change(replace(self.changes, zones=zones))

    @Slot(object)
    def _take_background(self, part: object) -> None:
        if isinstance(part, WindowSettings):
            self._asks.remember(part)
        elif isinstance(part, BackgroundSettings):
            self._change(replace(self.changes, background=part))

    @Slot()
    def _change_folder(self) -> None:
        self._folder = self._asks.folder(self.output_folder) or self._folder
        self._show()

    def _change(self, changes: TakeChanges) -> None:
        self.changes = changes
        self._show()
        self.changed.emit(changes)

    def _show(self) -> None:
        chosen = self.chosen
        shown = Settings(background=chosen.background, matte=chosen.matte or MatteSettings(), window=self._window)
        self.background.show_settings(shown)
        self.matte.show_settings(shown)
        kept, dropped = shares_of(unpack(chosen.zones))
        self.matte.show_zones("Painted" if kept or dropped else "Nothing painted over this take")
        self.mirror.setChecked(chosen.mirrored)
        self.folder.set_text(str(self.output_folder))
        self.restore.setEnabled(self.changes != TakeChanges())
        clear = chosen.background.kind == "transparent"
        if clear and self.format.currentData() not in CLEAR:
            self.format.setCurrentIndex(self.format.findData(CLEAR[0]))
