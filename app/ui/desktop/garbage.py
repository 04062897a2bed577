"""Runs Python's cycle collector in the GUI thread only: Qt objects must not be freed in another."""
from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MS = 1000
WORTH_A_LOOK = (700, 7_000, 70_000)  # new objects per generation, the same as Python's own thresholds


class Collection:
    """Collects on Python's schedule, but only when and where look() is called."""

    def __init__(self) -> None:
        self._seen = WORTH_A_LOOK[-1] - 1  # the first look collects everything: an earlier window may have left cycles

    def look(self) -> int | None:
        """Collects the generation that is due and returns it; None, within a microsecond, if little is new."""
        new = gc.get_count()[0]
        if new < WORTH_A_LOOK[0]:
            return None
        before, self._seen = self._seen, self._seen + new
        generation = max(age for age, many in enumerate(WORTH_A_LOOK) if self._seen // many > before // many)
        gc.collect(generation)
        return generation


class GarbageCollector(QObject):
    """Until stop(), cycles are freed in the thread that created it.

    Python itself collects in whichever thread happens to allocate. A closed window leaves cycles, and a worker
    thread of the next window once freed them while the GUI thread was still sending events to them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._rounds = Collection()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._rounds.look)
        self._timer.start()

    @Slot()
    def spare_what_is_there(self) -> None:
        """Excludes all current objects until stop(): a full round takes 55 ms with the libraries, 0.3 without."""
        if self._timer.isActive():
            gc.freeze()

    def stop(self) -> None:
        """Restores Python's own collection if it was enabled. Safe to call twice."""
        if self._timer.isActive():
            self._timer.stop()
            gc.unfreeze()
            if self._was_enabled:
                gc.enable()
