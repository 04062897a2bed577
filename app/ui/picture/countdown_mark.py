"""The countdown over the picture before a recording. It is never recorded."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.style import theme

DISC = 132
HINT_HEIGHT = 34
GLASS = QColor(12, 13, 15, 190)
HINT = "Esc cancels"


class CountdownMark(QWidget):
    """A large number on a dark disc; the mouse passes through it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(self.sizeHint())
        self.hide()

    @property
    def counting(self) -> bool:
        return self._seconds > 0

    def show_seconds(self, seconds: int) -> None:
        """0 hides it."""
        self._seconds = seconds
        self.setAccessibleName(f"Recording starts in {seconds}" if seconds else "")
        self.setVisible(seconds > 0)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(DISC + 40, DISC + HINT_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF((self.width() - DISC) / 2, 0, DISC, DISC)
        painter.setBrush(GLASS)
        painter.setPen(QPen(QColor(255, 255, 255, 70), 2))
        painter.drawEllipse(disc.adjusted(2, 2, -2, -2))
        painter.setPen(QColor("#ffffff"))
        painter.setFont(theme.font(68, theme.SEMIBOLD, tabular=True))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._seconds))
        pill = QRectF(0, DISC + 8, self.width(), HINT_HEIGHT - 8)
        painter.setFont(theme.font(12))
        width = painter.fontMetrics().horizontalAdvance(HINT) + 24
        pill = QRectF((self.width() - width) / 2, pill.top(), width, pill.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, HINT)
