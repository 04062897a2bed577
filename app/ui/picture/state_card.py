"""What lies on the picture: the card of a state, and the REC pill."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.state.overlays import Overlay
from app.ui.style import icons, theme
from app.ui.widgets.text import button, label

SPIN_MS = 40
SCRIM_ALPHA = 215  # a picture beneath is still seen, and texts keep their contrast


class Medallion(QWidget):
    """A big icon on a disc; a short arc runs round it while something is awaited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(88, 88)
        self._icon = "camera"
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(SPIN_MS)
        self._timer.timeout.connect(self._turn)

    def show_icon(self, icon: str, *, busy: bool) -> None:
        self._icon = icon
        if busy:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def _turn(self) -> None:
        self._angle = (self._angle + 9) % 360
        if self.isVisible():
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent_soft))
        painter.drawEllipse(QRectF(8, 8, 72, 72))
        icons.draw(painter, self._icon, QRectF(28, 28, 32, 32), palette.accent_text)
        if self._timer.isActive():
            pen = QPen(QColor(palette.accent_text), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawArc(QRectF(3, 3, 82, 82), -self._angle * 16, 80 * 16)


class StateCard(QWidget):
    """Says why there is no picture, and offers what to do.

    Signals:
        acted(str): an Act of view_state.
    """

    acted = Signal(str)

    def __init__(self, has_picture: Callable[[], bool], parent: QWidget | None = None) -> None:
        """has_picture: there is one beneath, which shows through."""
        super().__init__(parent)
        self._has_picture = has_picture
        self._medallion = Medallion()
        self._title = label("", "headline")
        self._text = label("", "body")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._medallion, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        for text in (self._title, self._text):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setWordWrap(True)
            column.addWidget(text)
        for silent in (self._medallion, self._title, self._text):
            silent.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addSpacing(8)
        column.addLayout(self._buttons)
        column.addStretch(1)

    def show_overlay(self, overlay: Overlay) -> None:
        self._medallion.show_icon(overlay.icon, busy=overlay.busy)
        self._title.setText(overlay.title)
        self._text.setText(overlay.text)
        self._text.setVisible(bool(overlay.text))
        self.setAccessibleName(f"{overlay.title}. {overlay.text}")
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._buttons.addStretch(1)
        for act, text in overlay.buttons:
            self._buttons.addWidget(self._button(act, text, primary=act == "retry"))
        self._buttons.addStretch(1)
        self.update()

    def _button(self, act: str, text: str, *, primary: bool) -> QWidget:
        result = button(text, "primary" if primary else "")
        result.clicked.connect(lambda: self.acted.emit(act))
        return result

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QColor(palette.stage)
        ground.setAlpha(SCRIM_ALPHA if self._has_picture() else 255)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS, theme.RADIUS)


class RecPill(QWidget):
    """A red dot, REC and the time, on the picture while a file is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time = "0:00"
        self._font = theme.font(13, theme.SEMIBOLD, tabular=True)
        self.setAccessibleName("Recording")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(self.sizeHint())

    def show_time(self, time: str) -> None:
        self._time = time
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._font).horizontalAdvance(f"REC  {self._time}") + 44, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(12, 13, 15, 190))
        painter.drawRoundedRect(QRectF(self.rect()), 15, 15)
        painter.setBrush(QColor("#ff4d55"))
        painter.drawEllipse(QRectF(12, 10, 10, 10))
        painter.setPen(QColor("#ffffff"))
        painter.setFont(self._font)
        words = self.rect().adjusted(30, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"REC  {self._time}")
