"""The middle of the window: the picture, and the panels beside it or, in a narrow window, over it."""
from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.picture.picture_area import PictureArea
from app.ui.style.theme import BAR_HEIGHT
from app.ui.window.side_panel import COLUMN_WIDTH, SidePanel

NARROW_PX = 760  # in a narrower window, panels beside the picture would leave too little of it


class Workspace(QWidget):
    """Lays out the picture and the panels; the bar with the record button is never covered.

    Signals:
        narrowed(bool): whether there is no room for the panels beside the picture.
    """

    narrowed = Signal(bool)
    _stage: PictureArea

    def __init__(self, column: SidePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column
        column.setParent(self)
        self.narrow = False

    def show_picture(self, stage: PictureArea) -> None:
        """Lays out the picture, once. It was made as a child of the workspace."""
        self._stage = stage
        self._column.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_PX
        if narrow != self.narrow:
            self.narrow = narrow
            self.narrowed.emit(narrow)
        self._place()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place()
        return False

    def _place(self) -> None:
        shown = not self._column.isHidden()
        beside = COLUMN_WIDTH if shown and not self.narrow else 0
        self._stage.setGeometry(QRect(0, 0, self.width() - beside, self.height()))
        height = self.height() - (BAR_HEIGHT if self.narrow else 0)
        self._column.setGeometry(QRect(self.width() - COLUMN_WIDTH, 0, COLUMN_WIDTH, height))
        self._column.setAutoFillBackground(self.narrow)
        self._column.raise_()
