"""Signs of a recording in the title and the taskbar, visible behind other windows."""
from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import APP_NAME
from app.ui.state.view_state import ViewState
from app.ui.state.words import clock

ICON_SIZES = (16, 24, 32, 48, 64, 128)
DOT, RING = QColor("#e5383f"), QColor("#ffffff")
IN_NEED = ("lost", "ended", "failed")


class RecordingSigns:
    """The time in the title, a red dot on the icon, and the window asks for attention when the camera is lost."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._state = ViewState()
        self._seconds = 0.0

    def show_state(self, state: ViewState) -> None:
        before, self._state = self._state, state
        if state.recording != before.recording:
            plain = QApplication.windowIcon()
            self._window.setWindowIcon(with_dot(plain) if state.recording else plain)
            self._seconds = 0.0
        self.show_time(self._seconds)
        if state.recording and state.phase in IN_NEED and before.phase not in IN_NEED:
            QApplication.alert(self._window)

    def show_time(self, seconds: float) -> None:
        """Shows the recording's length, if there is one."""
        self._seconds = seconds
        mark = "Paused" if self._state.recording_paused else "●"
        self._window.setWindowTitle(f"{mark} {clock(seconds)} – {APP_NAME}" if self._state.recording else APP_NAME)


def with_dot(icon: QIcon) -> QIcon:
    """The icon with a red dot in its corner."""
    result = QIcon()
    for size in ICON_SIZES:
        result.addPixmap(_dotted(icon.pixmap(size, size), size))
    return result


def _dotted(plain: QPixmap, size: int) -> QPixmap:
    result = QPixmap(size, size)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPixmap(result.rect(), plain)
    dot = QRectF(size * 0.5, size * 0.5, size * 0.5, size * 0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(RING)
    painter.drawEllipse(dot)
    painter.setBrush(DOT)
    painter.drawEllipse(dot.adjusted(size / 16, size / 16, -size / 16, -size / 16))
    painter.end()
    return result
