"""Hides the resting mouse over the picture in full screen."""
from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

RESTS_MS = 2500


class MouseRest(QObject):
    """Signals:
    rested(): it has not moved for a while.
    moved(): moved, pressed or released; emitted only while watching.
    """

    rested = Signal()
    moved = Signal()

    def __init__(self, area: QWidget, over: Iterable[QWidget]) -> None:
        """area: where the mouse may be hidden. over: the widgets to watch."""
        super().__init__(area)
        self._area = area
        self._watching = False
        self._timer = QTimer(self, interval=RESTS_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.rested)
        for widget in over:
            widget.setMouseTracking(True)
            widget.installEventFilter(self)

    def watch(self, watching: bool) -> None:
        """Starts or stops watching; either way the mouse is visible again."""
        self._watching = watching
        self._area.unsetCursor()
        if watching:
            self._timer.start()
        else:
            self._timer.stop()

    def hide(self) -> None:
        """Hides the mouse until it moves."""
        self._area.setCursor(Qt.CursorShape.BlankCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._watching and isinstance(event, QMouseEvent):
            self._area.unsetCursor()
            self._timer.start()
            self.moved.emit()
        return super().eventFilter(watched, event)
