"""Turns frames of a take into composites again, on the same path as live frames."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from app.pipeline.background.background import Background, background_only
from app.pipeline.frame import Frame, Image
from app.pipeline.process.keeper import from_bytes
from app.pipeline.process.look_ahead import LookAhead, Ready
from app.pipeline.process.stages import CompositeError, PersonState, present, process
from app.pipeline.stats import Stopwatch
from app.pipeline.takes.take_reader import TakeFrame
from app.pipeline.takes.take_settings import SOURCE, TakeChanges, TakeSettings
from app.settings import BackgroundSettings
from sinet_core.arrays import Alpha, Alpha8
from sinet_core.compositing.canvases import Canvases
from sinet_core.inference.segmenter import Segmenter

OpenBackground = Callable[[BackgroundSettings], Background]


class KeptAlpha:
    """A segmenter that returns what was found when the take was made."""

    name = "kept"

    def __init__(self, alpha8: Alpha8) -> None:
        self.size = (alpha8.shape[0], alpha8.shape[1])
        self._alpha8 = alpha8

    def alpha(self, image: Image) -> Alpha:  # noqa: ARG002 - a Segmenter's
        return from_bytes(self._alpha8)


class Behind:
    """The background of a take, opened when it changes. Belongs to one thread."""

    def __init__(self, open_background: OpenBackground, *, cut_out: bool) -> None:
        """cut_out: whether "transparent" means none, to cut the person out; otherwise it is opened like any other,
        for viewing."""
        self._open, self._cut_out = open_background, cut_out
        self._opened: tuple[BackgroundSettings, Background | None] | None = None

    def of(self, settings: BackgroundSettings) -> Background | None:
        """The background; None to cut the person out. Raises AppError if it cannot be opened."""
        if self._opened is None or self._opened[0] != settings:
            alone = self._cut_out and settings.kind == "transparent"
            opened = None if alone else self._open(settings)
            self.close()
            self._opened = settings, opened
        return self._opened[1]

    def close(self) -> None:
        """Safe to call twice."""
        opened, self._opened = self._opened, None
        if opened is not None and opened[1] is not None:
            opened[1].close()


class Recomposer:
    """Remembers earlier frames, as the process thread does. Belongs to one thread."""

    def __init__(
        self, open_background: OpenBackground, *, cut_out: bool = True, canvases: Canvases | None = None
    ) -> None:
        """open_background: opens the background. cut_out: whether composites over "transparent" are HxWx4 BGRA of
        the person alone; otherwise it is opened like any other, for viewing."""
        self._behind = Behind(open_background, cut_out=cut_out)
        self._canvases = canvases
        self._state: PersonState | None = None

    def composite(self, frame: TakeFrame, settings: TakeSettings, watch: Stopwatch | None = None) -> Frame:
        """The composite of a frame with these settings, which may differ from its own.

        Raises:
            AppError: the background cannot be opened. Its other exceptions pass through.
        """
        background = self._behind.of(settings.background)
        raw = Frame(frame.pixels, frame.time, frame.index)
        if frame.verdict == "alone":
            return _alone(raw, background)
        state = None if frame.fresh else self._state
        try:
            done = process(
                raw, state, source_id=SOURCE, settings=settings.as_settings(), segmenter=KeptAlpha(frame.alpha8),
                background=background, verdict=frame.verdict, canvases=self._canvases, watch=watch,
            )  # fmt: skip
        except CompositeError as error:
            raise error.__cause__ or error from None
        self._state = done.state
        return done.frame

    def forget(self) -> None:
        """Forgets earlier frames, before a jump."""
        self._state = None

    def composites(self, frames: Iterable[TakeFrame], changes: TakeChanges) -> Iterator[Frame]:
        """One for each frame, in order."""
        for frame in frames:
            yield self.composite(frame, changes.applied_to(frame.settings))

    def close(self) -> None:
        """Closes the background. Safe to call twice."""
        self._behind.close()

    def __enter__(self) -> Recomposer:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


class BestRecomposer:
    """Finds the person again, from the frames before and after; ignores what was found live. Belongs to one thread."""

    def __init__(self, open_background: OpenBackground, segmenter: Segmenter, canvases: Canvases | None = None) -> None:
        """Arguments as of a Recomposer with cut_out."""
        self._behind = Behind(open_background, cut_out=True)
        self._ahead = LookAhead(segmenter, Stopwatch())
        self._canvases = canvases

    def composites(self, frames: Iterable[TakeFrame], changes: TakeChanges) -> Iterator[Frame]:
        """One composite for each frame, in order, up to sinet_core.matting.look_ahead.REACH frames late."""
        for frame in frames:
            settings = changes.applied_to(frame.settings)
            raw = Frame(frame.pixels, frame.time, frame.index)
            if frame.fresh or frame.verdict == "alone":
                yield from self._composed(self._ahead.rest())
            if frame.verdict == "alone":
                yield _alone(raw, self._behind.of(settings.background))
            else:
                yield from self._composed(self._ahead.take(raw, settings.as_settings()))
        yield from self._composed(self._ahead.rest())

    def close(self) -> None:
        """Closes the background. Safe to call twice."""
        self._behind.close()

    def __enter__(self) -> BestRecomposer:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _composed(self, ready: Iterable[Ready]) -> Iterator[Frame]:
        for matted, settings in ready:
            background = self._behind.of(settings.background)
            yield present(matted.zoned(settings.zones, SOURCE), settings, background, Stopwatch(), self._canvases)


def _alone(frame: Frame, background: Background | None) -> Frame:
    if background is None:
        return frame.with_image(np.zeros((*frame.image.shape[:2], 4), np.uint8))
    return frame.with_image(background_only(frame.size, frame.time, background))
