"""A titled card of the panel column."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui import icons, theme
from app.ui.widgets.text import label


class Glyph(QWidget):
    """A small icon that stands beside a text; decoration only."""

    def __init__(self, icon_name: str, role: str = "muted", size: int = 18,
                 parent: QWidget | None = None) -> None:
        """role: which colour of the palette."""
        super().__init__(parent)
        self._icon_name, self._role, self._size = icon_name, role, size
        self.setFixedSize(size, size)

    def show_icon(self, icon_name: str, role: str) -> None:
        self._icon_name, self._role = icon_name, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color: str = getattr(theme.current(), self._role)
        icons.draw(painter, self._icon_name, QRectF(0, 0, self._size, self._size), color)


class Card(QFrame):
    """Attributes:
    head: the row of the title; put controls that belong to the whole card at its end.
    body: the column below it.
    """

    def __init__(self, title: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(Glyph(icon_name))
        self.head.addWidget(label(title, "title"))
        self.head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column.addLayout(self.head)
        column.addLayout(self.body)
