"""Small marks that lie on the picture and are never in it: REC with the time, the demo, what is loading."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.style import theme

GLASS = QColor(12, 13, 15, 190)
RED = QColor("#ff4d55")
HEIGHT = 30
WONDER_MS = 300


class Pill(QWidget):
    """Words on a dark ground; the mouse passes through it."""

    DOT = 0  # px that a dot before the words takes

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._font = theme.font(13, theme.SEMIBOLD, tabular=True)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(self.sizeHint())
        self.hide()

    def say(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self.setFixedSize(self.sizeHint())
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._font).horizontalAdvance(self._words) + self.DOT + 28, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(GLASS)
        painter.drawRoundedRect(QRectF(self.rect()), HEIGHT / 2, HEIGHT / 2)
        if self.DOT:
            painter.setBrush(RED)
            painter.drawEllipse(QRectF(12, 10, 10, 10))
        painter.setPen(QColor("#ffffff"))
        painter.setFont(self._font)
        painter.drawText(self.rect().adjusted(14 + self.DOT, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._words)


class RecPill(Pill):
    """A red dot, REC and the time, while a file is written."""

    DOT = 16

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("REC  0:00", "Recording", parent)

        self._keeps = ""

    def show_kept(self, keeps_camera: bool) -> None:
        """Whether the room is in the file, which is said as long as it is written."""
        self._keeps = "  ·  camera picture kept" if keeps_camera else ""
        self.setAccessibleName("Recording, the camera picture is kept" if keeps_camera else "Recording")

    def show_time(self, time: str) -> None:
        self.say(f"REC  {time}{self._keeps}")


class LoadingPill(Pill):
    """Says that a background is being read, where that takes long enough to wonder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loading the background…", "Loading the background", parent)
        self._timer = QTimer(self, interval=WONDER_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show)

    def show_loading(self, loading: bool) -> None:
        if not loading:
            self._timer.stop()
            self.hide()
        elif not self._timer.isActive() and self.isHidden():
            self._timer.start()
