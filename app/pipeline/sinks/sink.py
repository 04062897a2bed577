"""Where composites go."""
from __future__ import annotations

import threading
from typing import Protocol

from app.pipeline.frame import Frame


class Sink(Protocol):
    """Takes composites, one after the other, from one thread.

    A sink for eyes keeps the latest frame; a sink for files keeps every frame, or counts and reports
    what it could not keep. write returns at once.
    """

    def write(self, frame: Frame) -> None:
        """Takes a read-only composite. Once the sink has stopped, it does nothing."""
        ...

    def close(self) -> None:
        """Finishes what was begun and waits for it. Safe to call twice."""
        ...


class Running(Sink, Protocol):
    """A sink with a thread of its own, which may also end by itself: a full disk, a device that goes away.

    Attributes:
        stopped: set when it has come to its end, and just before that is told.
    """

    stopped: threading.Event

    def stop(self) -> None:
        """Asks for the end and returns at once."""
        ...
