"""Turns the frames of a file into composites, as in the window, or looking ahead to later frames."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from app.pipeline.background.background import Background
from app.pipeline.frame import Frame
from app.pipeline.process.look_ahead import LookAhead, Ready
from app.pipeline.process.stages import CompositeError, PersonState, present, process
from app.pipeline.render.job import RenderJob
from app.pipeline.stats import Stopwatch
from sinet_core.compositing.canvases import Canvases
from sinet_core.inference.segmenter import Segmenter


@dataclass(frozen=True)
class ComposerParts:
    """What composites are made with. Without a background, the person is cut out."""

    job: RenderJob
    segmenter: Segmenter
    background: Background | None
    watch: Stopwatch


class Composer(Protocol):
    """Makes composites in the order of the frames. Use one for each file.

    Attributes:
        waiting: how many frames were taken whose composites are not ready yet.
    """

    @property
    def waiting(self) -> int: ...

    def composites(self, frame: Frame) -> Iterator[Frame]:
        """The composites that are ready once this frame was added."""
        ...

    def rest(self) -> Iterator[Frame]:
        """The remaining composites, after the last frame."""
        ...


def open_composer(parts: ComposerParts) -> Composer:
    """The composer for the job's quality."""
    return BestComposer(parts) if parts.job.quality == "best" else LiveComposer(parts)


class LiveComposer:
    """Makes every composite at once, from the frames so far."""

    waiting = 0

    def __init__(self, parts: ComposerParts) -> None:
        self._parts = parts
        self._state: PersonState | None = None
        self._size: tuple[int, int] | None = None
        self._canvases = Canvases()

    def composites(self, frame: Frame) -> Iterator[Frame]:
        parts, settings = self._parts, self._parts.job.settings
        state = self._state if frame.size == self._size else None
        self._size = frame.size
        try:
            done = process(
                frame, state, source_id=settings.camera.source, settings=settings, segmenter=parts.segmenter,
                background=parts.background, canvases=self._canvases, watch=parts.watch,
            )  # fmt: skip
        except CompositeError as error:
            raise error.__cause__ or error from None
        self._state = done.state
        yield done.frame

    def rest(self) -> Iterator[Frame]:
        yield from ()


class BestComposer:
    """Makes composites from the frames before and after."""

    def __init__(self, parts: ComposerParts) -> None:
        self._parts = parts
        self._ahead = LookAhead(parts.segmenter, parts.watch)
        self._canvases = Canvases()

    @property
    def waiting(self) -> int:
        return self._ahead.waiting

    def composites(self, frame: Frame) -> Iterator[Frame]:
        yield from self._composed(self._ahead.take(frame, self._parts.job.settings))

    def rest(self) -> Iterator[Frame]:
        yield from self._composed(self._ahead.rest())

    def _composed(self, ready: Iterable[Ready]) -> Iterator[Frame]:
        for matted, settings in ready:
            zoned = matted.zoned(settings.zones, settings.camera.source)
            yield present(zoned, settings, self._parts.background, self._parts.watch, self._canvases)
