"""From worker threads to the GUI thread: session callbacks as Qt signals."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.pipeline.events import Event
from app.pipeline.tuning.governor import Costs


class Bridge(QObject):
    """Hand frame_ready and event_happened to a session; connect to the signals.

    Signals:
        ready(): a new composite waits in the session's preview slot. Carries no pixels.
        happened(object): an app.pipeline.events.Event.
        timed(object): the app.pipeline.tuning.governor.Costs of the network that runs, just measured.
    """

    ready = Signal()
    happened = Signal(object)
    timed = Signal(object)

    def frame_ready(self) -> None:
        """Can be called from any thread, as can the others; does nothing once the window is gone."""
        with self._while_there():
            self.ready.emit()

    def event_happened(self, event: Event) -> None:
        with self._while_there():
            self.happened.emit(event)

    def network_timed(self, costs: Costs) -> None:
        with self._while_there():
            self.timed.emit(costs)

    @contextmanager
    def _while_there(self) -> Iterator[None]:
        """Ignores the error of a deleted object's signal, which cannot be checked beforehand without a race."""
        try:
            yield
        except RuntimeError:
            if shiboken6.isValid(self):
                raise
