"""A frame of a take becomes a composite again, by the way that it went when it was live."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from app.pipeline.background.background import Background, background_only
from app.pipeline.frame import Frame, Image
from app.pipeline.process.keeper import from_bytes
from app.pipeline.process.stages import CompositeError, PersonState, process
from app.pipeline.stats import Stopwatch
from app.pipeline.takes.take_reader import TakeFrame
from app.pipeline.takes.take_settings import SOURCE, TakeSettings
from app.settings import BackgroundSettings
from sinet_core.arrays import Alpha, Alpha8
from sinet_core.compositing.canvases import Canvases

OpenBackground = Callable[[BackgroundSettings], Background]


class KeptAlpha:
    """A segmenter that finds what was found when the take was made."""

    name = "kept"

    def __init__(self, alpha8: Alpha8) -> None:
        self.size = (alpha8.shape[0], alpha8.shape[1])
        self._alpha8 = alpha8

    def alpha(self, image: Image) -> Alpha:  # noqa: ARG002 - a Segmenter's
        return from_bytes(self._alpha8)


class Recomposer:
    """Remembers the frames before, as the process thread does. For one thread."""

    def __init__(
        self, open_background: OpenBackground, *, cut_out: bool = True, canvases: Canvases | None = None
    ) -> None:
        """open_background: of what stands behind the person. cut_out: where that is "transparent", composites are
        HxWx4 BGRA of the person alone; else, for eyes, it is opened like any other."""
        self._open = open_background
        self._cut_out = cut_out
        self._canvases = canvases
        self._state: PersonState | None = None
        self._behind: tuple[BackgroundSettings, Background | None] | None = None

    def composite(self, frame: TakeFrame, settings: TakeSettings, watch: Stopwatch | None = None) -> Frame:
        """The composite of a frame with these settings, which need not be its own.

        Raises:
            AppError: the background cannot be opened. What else a background raises, too.
        """
        background = self._background(settings.background)
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
        """The next frame does not follow the last one."""
        self._state = None

    def close(self) -> None:
        """Closes the background. Safe to call twice."""
        behind, self._behind = self._behind, None
        if behind is not None and behind[1] is not None:
            behind[1].close()

    def __enter__(self) -> Recomposer:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _background(self, settings: BackgroundSettings) -> Background | None:
        if self._behind is None or self._behind[0] != settings:
            alone = self._cut_out and settings.kind == "transparent"
            opened = None if alone else self._open(settings)
            self.close()
            self._behind = settings, opened
        return self._behind[1]


def _alone(frame: Frame, background: Background | None) -> Frame:
    if background is None:
        return frame.with_image(np.zeros((*frame.image.shape[:2], 4), np.uint8))
    return frame.with_image(background_only(frame.size, frame.time, background))
