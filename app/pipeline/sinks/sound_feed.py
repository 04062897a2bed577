"""Feeds sound into the files of one recording, and reports sound that is lost."""
from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.errors import AppError
from app.pipeline.events import SoundBack, SoundLost
from app.pipeline.sinks.take_files import TakeFiles
from app.pipeline.sound.chunk import Chunk, joined

MICROPHONE, COMPUTER = "Microphone", "Computer"  # titles of the tracks


class Heard(Protocol):
    """What a recording needs from a microphone; see app.pipeline.sound.microphone."""

    @property
    def error(self) -> AppError | None: ...
    def take(self) -> list[Chunk]: ...
    def trouble(self) -> AppError | None: ...
    def close(self) -> None: ...


class SoundFeed:
    """Belongs to the recorder's thread.

    Attributes:
        titles: of the sound tracks, the microphone's first.
    """

    def __init__(self, microphone: Heard | None, computer: Heard | None,
                 on_event: Callable[[SoundLost | SoundBack], None]) -> None:
        """Closes both. on_event: called at most once for each kind of event."""
        named = ((MICROPHONE, microphone), (COMPUTER, computer))
        heard = [(title, source) for title, source in named if source is not None]
        self.titles = tuple(title for title, _ in heard)
        self._heard = [source for _, source in heard]
        self._on_event = on_event
        self._lost: AppError | None = None
        self._lost_source: Heard | None = None

    def write_to(self, files: TakeFiles) -> None:
        """Writes all sound that has arrived. Raises as TakeFiles.write_sound."""
        for track, source in enumerate(self._heard):
            for chunk in joined(source.take()):
                files.write_sound(chunk, track)
            if self._lost is None and (trouble := source.trouble()) is not None:
                self._lost, self._lost_source = trouble, source
                self._on_event(SoundLost(trouble))
        if self._lost_source is not None and self._lost_source.trouble() is None:
            self._lost_source = None
            self._on_event(SoundBack())

    def close(self) -> AppError | None:
        """Returns what was wrong with the sound; the frames are recorded in any case."""
        error = self._lost
        for source in self._heard:
            error = error or source.trouble()
            source.close()
            error = error or source.error
        return error and AppError(f"Recorded without all of the sound: {error.title}", error.hint)
