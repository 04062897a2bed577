"""The draggable line between the two halves of a view."""
from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.style import theme

WIDTH, HANDLE = 44, 36
STEP = 0.02
MIDDLE = 0.5


class Divider(QWidget):
    """A narrow strip around the line. Arrow keys, Home and End also move it; a double click resets it.

    Attributes:
        value: 0..1 of the picture's width, from the left.

    Signals:
        moved(float): the new value.
    """

    moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = MIDDLE
        self._picture = QRect()
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName("Divider between the two halves")
        self.setToolTip("Drag, or use the arrow keys")
        self.hide()

    def place(self, picture: QRect) -> None:
        """picture: where the picture is in the parent."""
        self._picture = picture
        x = picture.left() + round(picture.width() * self.value)
        self.setGeometry(x - WIDTH // 2, picture.top(), WIDTH, picture.height())

    def move_to(self, value: float) -> None:
        self.value = min(1.0, max(0.0, value))
        self.place(self._picture)
        self.moved.emit(self.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        painter.fillRect(QRectF(middle.x() - 2, 0, 4, self.height()), QColor(0, 0, 0, 60))
        painter.fillRect(QRectF(middle.x() - 1, 0, 2, self.height()), QColor("#ffffff"))
        disc = QRectF(0, 0, HANDLE, HANDLE)
        disc.moveCenter(middle)
        ring = QPen(QColor(theme.current().accent), 3) if self.hasFocus() else QPen(QColor(0, 0, 0, 60), 1)
        painter.setPen(ring)
        painter.setBrush(QColor("#ffffff" if not self.underMouse() else "#eceef4"))
        painter.drawEllipse(disc)
        painter.setPen(QPen(QColor("#2b2f38"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for side in (-1, 1):
            tip = middle + QPointF(side * 9, 0)
            painter.drawPolyline([tip + QPointF(-side * 4, -4), tip, tip + QPointF(-side * 4, 4)])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._picture.width():
            x = self.mapToParent(event.position()).x()
            self.move_to((x - self._picture.left()) / self._picture.width())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.move_to(MIDDLE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Left: self.value - STEP, Qt.Key.Key_Right: self.value + STEP,
                Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: 1.0}
        way = ways.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            self.move_to(way)
