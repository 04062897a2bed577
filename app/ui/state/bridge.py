"""From worker threads to the GUI thread: session callbacks as Qt signals."""
from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.pipeline.events import Event


class Bridge(QObject):
    """Hand frame_ready and event_happened to a session; connect to the signals.

    Signals:
        ready(): a new composite waits in the session's preview slot. Carries no pixels.
        happened(object): an app.pipeline.events.Event.
    """

    ready = Signal()
    happened = Signal(object)

    def frame_ready(self) -> None:
        self.ready.emit()

    def event_happened(self, event: Event) -> None:
        self.happened.emit(event)
