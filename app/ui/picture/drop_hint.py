"""The hint over the picture while something is dragged over the window."""
from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.style import icons, theme


class DropHint(QWidget):
    """Says that what is dragged over the window can be dropped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(palette.accent_soft)
        ground.setAlpha(235)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(palette.accent_text), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), theme.RADIUS, theme.RADIUS)
        middle = QRectF(self.rect()).center()
        glyph = QRectF(middle - QPointF(20, 48), middle + QPointF(20, -8))
        icons.draw(painter, "image", glyph, palette.accent_text)
        painter.setPen(QColor(palette.text))
        painter.setFont(theme.font(18, theme.SEMIBOLD))
        line = QRectF(0, middle.y() + 4, self.width(), 32)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, "Drop to use as background")
