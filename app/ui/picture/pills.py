"""Small marks over the picture that are never recorded: REC with the time, the demo, loading."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.style import theme

GLASS = QColor(12, 13, 15, 190)
RED, AMBER = QColor("#ff4d55"), QColor("#ffb638")
HEIGHT = 30
KEPT = "  ·  camera picture kept"
WONDER_MS = 300


class Pill(QWidget):
    """Text on a dark background; ignores the mouse."""

    DOT = 0  # px for the mark before the text

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
            self.draw_mark(painter)
        painter.setPen(QColor("#ffffff"))
        painter.setFont(self._font)
        painter.drawText(self.rect().adjusted(14 + self.DOT, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._words)

    def draw_mark(self, painter: QPainter) -> None:
        """Draws the mark before the text."""
        painter.setBrush(RED)
        painter.drawEllipse(QRectF(12, 10, 10, 10))


class RecPill(Pill):
    """A red dot, REC and the time during a recording; two bars while it is paused."""

    DOT = 16

    def __init__(self, parent: QWidget | None = None) -> None:
        self._time, self._paused, self._kept = "0:00", False, False
        super().__init__("REC  0:00", "Recording", parent)

    def show_time(self, time: str) -> None:
        self._time = time
        self.say(f"{'PAUSED' if self._paused else 'REC'}  {time}{KEPT if self._kept else ''}")

    def show_paused(self, paused: bool) -> None:
        if paused != self._paused:
            self._paused = paused
            self._tell()

    def show_kept(self, kept: bool) -> None:
        """Says during the recording whether the file contains the room."""
        if kept != self._kept:
            self._kept = kept
            self._tell()

    def _tell(self) -> None:
        name = "Recording paused" if self._paused else "Recording"
        self.setAccessibleName(f"{name}, the camera picture is kept" if self._kept else name)
        self.show_time(self._time)

    def draw_mark(self, painter: QPainter) -> None:
        if not self._paused:
            super().draw_mark(painter)
            return
        painter.setBrush(AMBER)
        for left in (12.5, 18.5):
            painter.drawRoundedRect(QRectF(left, 9.5, 3.5, 11), 1, 1)


class LoadingPill(Pill):
    """Says that a background is loading if that takes noticeably long."""

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
