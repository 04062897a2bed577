"""Counts down to a recording in seconds."""
from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

TICK_MS = 1000


class Countdown(QObject):
    """Signals:
    ticked(int): seconds left; 0 when finished or cancelled.
    done(): it reached its end.
    """

    ticked = Signal(int)
    done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def running(self) -> bool:
        return self._left > 0

    def start(self, seconds: int) -> None:
        """Starts counting; 0 finishes at once."""
        if seconds <= 0:
            self.done.emit()
            return
        self._left = seconds
        self._timer.start()
        self.ticked.emit(seconds)

    def cancel(self) -> None:
        """Cancels it. Safe to call when it is not running."""
        self._timer.stop()
        if self.running:
            self._left = 0
            self.ticked.emit(0)

    @Slot()
    def tick(self) -> None:
        """Called once a second."""
        if not self.running:
            return
        self._left -= 1
        self.ticked.emit(self._left)
        if not self._left:
            self._timer.stop()
            self.done.emit()
