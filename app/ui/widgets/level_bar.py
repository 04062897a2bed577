"""A sound level bar: the body shows loudness, the tick the peak, and the end clipping."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.pipeline.sound.level import SILENCE_DB, Level
from app.ui.style import theme

FLOOR_DB = -60.0  # inaudible below this
LOUD_DB, TOO_LOUD_DB = -12.0, -3.0
END, GAP, TICK = 6, 2, 2  # px


class LevelBar(QWidget):
    """Attributes:
    level: the level shown; None if nothing is heard.
    """

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        """width: the minimum, px."""
        super().__init__(parent)
        self.level: Level | None = None
        self._least = width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Sound level")

    def show_level(self, level: Level | None) -> None:
        if level != self.level:
            self.level = level
            self.setToolTip(_words(level))
            self.setAccessibleDescription(_words(level))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._least, 10)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(0, (self.height() - 6) / 2, self.width() - END - GAP, 6)
        end = QRectF(groove.right() + GAP, groove.top(), END, groove.height())
        level = self.level or Level()
        _draw(painter, groove, palette.line)
        _draw(painter, end, palette.danger if level.clipped else palette.line)
        body = QRectF(groove.left(), groove.top(), groove.width() * share(level.rms_db), groove.height())
        _draw(painter, body, _color(level.peak_db, palette))
        if level.peak_db > FLOOR_DB:
            x = groove.left() + (groove.width() - TICK) * share(level.peak_db)
            _draw(painter, QRectF(x, groove.top() - 1, TICK, groove.height() + 2), palette.text)


def share(decibel: float) -> float:
    """0..1 of the bar's length."""
    return min(1.0, max(0.0, 1 - decibel / FLOOR_DB))


def _draw(painter: QPainter, rect: QRectF, color: str) -> None:
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(rect, 2, 2)


def _color(peak_db: float, palette: theme.Palette) -> str:
    if peak_db > TOO_LOUD_DB:
        return palette.danger
    return palette.warning if peak_db > LOUD_DB else palette.success


def _words(level: Level | None) -> str:
    if level is None:
        return "Nothing is heard"
    if level.clipped:
        return "Too loud: turn the volume down"
    return "Silence" if level.peak_db <= SILENCE_DB else f"Peak {level.peak_db:.0f} dB, loudness {level.rms_db:.0f} dB"
