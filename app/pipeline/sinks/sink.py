"""Where composites go."""
from __future__ import annotations

import threading
from typing import Protocol

from app.pipeline.frame import Frame


class Sink(Protocol):
    """Accepts composites, one after another, from one thread.

    A sink for eyes keeps the latest frame; a sink for files keeps every frame, or counts and reports
    what it could not keep. write returns at once.
    """

    def write(self, frame: Frame) -> None:
        """Accepts a read-only composite. Does nothing once the sink has stopped."""
        ...

    def close(self) -> None:
        """Finishes its work and waits for that. Safe to call twice."""
        ...


class Running(Sink, Protocol):
    """A sink with its own thread, which may also end by itself: a full disk, a device that is unplugged.

    Attributes:
        stopped: set when it has ended, just before that is reported.
    """

    stopped: threading.Event

    def stop(self) -> None:
        """Asks it to stop, and returns at once."""
        ...
