"""A picture of the window, for a bug report and for the packager's test: --screenshot FILE."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.pipeline.stats import Stats

LOOK_MS = 200
TIMEOUT_S = 60.0
WANTED_FPS = 1.0


class Photograph(QObject):
    """Waits until the window shows composites, saves it as a PNG, and closes it.

    Attributes:
        taken: the file was written.
    """

    def __init__(self, window: QWidget, stats: Callable[[], Stats], path: Path) -> None:
        super().__init__(window)
        self.taken = False
        self._window, self._stats, self._path = window, stats, path
        self._looks_left = round(1000 * TIMEOUT_S / LOOK_MS)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks_left -= 1
        stats = self._stats()
        if stats.engine and stats.fps >= WANTED_FPS:
            self.taken = self._window.grab().save(str(self._path), "PNG")
        elif self._looks_left > 0:
            return
        self._timer.stop()
        self._window.close()
