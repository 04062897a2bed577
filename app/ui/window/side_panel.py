"""The column of cards beside the picture."""
from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.panels.background import BackgroundPanel
from app.ui.panels.camera import CameraPanel
from app.ui.panels.matte import MattePanel
from app.ui.panels.record import RecordPanel
from app.ui.panels.sound import SoundPanel
from app.ui.panels.speed import SpeedPanel

COLUMN_WIDTH = 348


@dataclass(frozen=True)
class Panels:
    """The cards of the column, from top to bottom."""

    camera: CameraPanel
    background: BackgroundPanel
    matte: MattePanel
    sound: SoundPanel
    record: RecordPanel
    speed: SpeedPanel

    def all(self) -> tuple[CameraPanel, BackgroundPanel, MattePanel, SoundPanel, RecordPanel, SpeedPanel]:
        return self.camera, self.background, self.matte, self.sound, self.record, self.speed


class SidePanel(QScrollArea):
    """Scrolls if the window is too low for all cards.

    Attributes:
        cards: the parent of the panels.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFixedWidth(COLUMN_WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()  # for Qt's own, PySide6 would create every widget class there is, to find its type
        ground.setAutoFillBackground(False)
        self.setViewport(ground)
        self.cards = QWidget()
        self._column = QVBoxLayout(self.cards)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(12)
        self.setWidget(self.cards)
        self.cards.setAutoFillBackground(False)

    def fill(self, panels: Panels) -> None:
        """Lays out the panels, once."""
        for panel in panels.all():
            self._column.addWidget(panel)
        self._column.addStretch(1)
        gallery = panels.background.gallery
        gallery.reached.connect(
            lambda place: self._show_place(gallery.mapTo(self.cards, place.center()), place.height()))

    def _show_place(self, middle: QPoint, height: int) -> None:
        """Scrolls until a place within the cards is visible."""
        self.ensureVisible(middle.x(), middle.y(), 0, height // 2 + 8)
