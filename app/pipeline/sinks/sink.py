"""Where composites go."""
from __future__ import annotations

from typing import Protocol

from app.pipeline.frame import Frame


class Sink(Protocol):
    """Takes composites, one after the other, from one thread.

    A sink for eyes keeps the newest frame; a sink for files keeps every frame, or counts and reports
    what it could not keep. write returns at once.
    """

    def write(self, frame: Frame) -> None:
        """Takes a read-only composite."""
        ...

    def close(self) -> None:
        """Finishes what was begun. Safe to call twice."""
        ...


class BlackHole:
    """Takes every frame and keeps none: for measuring, and where nobody looks."""

    def __init__(self) -> None:
        self.frames = 0

    def write(self, frame: Frame) -> None:  # noqa: ARG002 - a Sink's signature
        self.frames += 1

    def close(self) -> None:
        """Has nothing to finish."""
