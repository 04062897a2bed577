"""Counts down to a recording, a second at a time."""
from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

TICK_MS = 1000


class Countdown(QObject):
    """Signals:
    ticked(int): so many seconds are left; 0 when it is over or was called off.
    done(): it came to its end.
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
        """With 0 it is done at once."""
        if seconds <= 0:
            self.done.emit()
            return
        self._left = seconds
        self._timer.start()
        self.ticked.emit(seconds)

    def cancel(self) -> None:
        """Safe to call when it does not run."""
        self._timer.stop()
        if self.running:
            self._left = 0
            self.ticked.emit(0)

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        if not self.running:
            return
        self._left -= 1
        self.ticked.emit(self._left)
        if not self._left:
            self._timer.stop()
            self.done.emit()
