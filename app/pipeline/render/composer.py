"""A file's frames into composites, one for each, as the window makes them or with an eye on the frames to come."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from app.pipeline.background.background import Background
from app.pipeline.frame import Alpha, Frame
from app.pipeline.process.matted_frame import MattedFrame
from app.pipeline.process.stages import CompositeError, PersonState, check_network_alpha, present, process
from app.pipeline.render.job import RenderJob
from app.pipeline.stats import Stopwatch
from sinet_core.compositing.canvases import Canvases
from sinet_core.inference.segmenter import Segmenter
from sinet_core.matting.look_ahead import LookAheadState, refine_ahead, rest
from sinet_core.pyramid import Sizes, enough_for, finer, sizes_of


@dataclass(frozen=True)
class ComposerParts:
    """What composites are made with. background: None: the person is cut out."""

    job: RenderJob
    segmenter: Segmenter
    background: Background | None
    watch: Stopwatch


class Composer(Protocol):
    """Composites in the order of their frames. One file, one composer.

    Attributes:
        waiting: so many frames were taken whose composites are still to come.
    """

    @property
    def waiting(self) -> int: ...

    def composites(self, frame: Frame) -> Iterator[Frame]:
        """What is ready once this frame is known."""
        ...

    def rest(self) -> Iterator[Frame]:
        """What still waits when no more frames come."""
        ...


def open_composer(parts: ComposerParts) -> Composer:
    """The one that the job's quality asks for."""
    return BestComposer(parts) if parts.job.quality == "best" else LiveComposer(parts)


class LiveComposer:
    """Every composite at once, by the frames before."""

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


@dataclass(frozen=True, eq=False)
class _Held:
    """Frames whose alpha is still to come, at most sinet_core.matting.look_ahead.REACH + 1, and what it needs."""

    frames: tuple[tuple[Frame, Sizes], ...] = ()
    state: LookAheadState | None = None


class BestComposer:
    """By the frames before and after."""

    def __init__(self, parts: ComposerParts) -> None:
        self._parts = parts
        self._held = _Held()  # replaced in one step: an interrupt never parts a frame from its alpha
        self._canvases = Canvases()

    @property
    def waiting(self) -> int:
        return len(self._held.frames)

    def composites(self, frame: Frame) -> Iterator[Frame]:
        parts, held = self._parts, self._held
        sizes = sizes_of(frame.image)
        alpha = parts.segmenter.alpha(enough_for(parts.segmenter.size, sizes, frame.image))
        check_network_alpha(alpha)
        parts.watch.lap("segment")
        settings = parts.job.settings.matte
        ready, state = refine_ahead(alpha, finer(sizes, frame.image), held.state, settings)
        parts.watch.lap("matte")
        frames = (*held.frames, (frame, sizes))
        self._held = _Held(frames if ready is None else frames[1:], state)
        if ready is not None:
            yield self._composed(*frames[0], ready)

    def rest(self) -> Iterator[Frame]:
        frames, state = self._held.frames, self._held.state
        self._held = _Held()
        for (frame, sizes), alpha in zip(frames, rest(state, self._parts.job.settings.matte), strict=True):
            self._parts.watch.lap("matte")
            yield self._composed(frame, sizes, alpha)

    def _composed(self, frame: Frame, sizes: Sizes, alpha: Alpha) -> Frame:
        parts, settings = self._parts, self._parts.job.settings
        matted = MattedFrame(frame, alpha, sizes=sizes).zoned(settings.zones, settings.camera.source)
        return present(matted, settings, parts.background, parts.watch, self._canvases)
