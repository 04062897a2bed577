"""An on/off switch with its text to the left; the whole row can be clicked."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui.style import theme

TRACK = QSize(34, 20)


class Switch(QAbstractButton):
    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + TRACK.width() + 16, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(palette.text if self.isEnabled() else palette.faint))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        track = QRectF(self.width() - TRACK.width() - 3, (self.height() - TRACK.height()) / 2,
                       TRACK.width(), TRACK.height())
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent_text), 2))
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), 12, 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._track_color(palette)))
        painter.drawRoundedRect(track, 10, 10)
        painter.setBrush(QColor("#ffffff"))
        x = track.right() - 18 if self.isChecked() else track.left() + 2
        painter.drawEllipse(QRectF(x, track.top() + 2, 16, 16))

    def _track_color(self, palette: theme.Palette) -> str:
        if not self.isEnabled():
            return palette.line
        if self.isChecked():
            return palette.accent_hover if self.underMouse() else palette.accent
        return palette.muted if self.underMouse() else palette.line_strong
