"""The background that the process thread uses: plain dark until one is loaded, and again once it fails."""
from __future__ import annotations

import logging
from collections.abc import Callable

from app.errors import AppError
from app.pipeline.background.background import PLAIN_DARK, Background, PlainDark, background_only, plain_dark
from app.pipeline.events import BackgroundFailed
from app.pipeline.frame import Image
from app.pipeline.process.failures import FRAME_ERRORS
from app.settings import BackgroundSettings

BACKGROUND_FAILED = ("The background cannot be shown", "Choose another background.")

logger = logging.getLogger(__name__)


class CurrentBackground:
    """Owns the loaded background, and closes it when another one takes its place.

    Attributes:
        loaded: to composite with.
        settings: what it was opened for.
    """

    def __init__(self, on_event: Callable[[BackgroundFailed], None]) -> None:
        self.loaded: Background = PlainDark()
        self.settings: BackgroundSettings = PLAIN_DARK
        self._on_event = on_event

    def replace(self, background: Background, settings: BackgroundSettings) -> None:
        old, self.loaded = self.loaded, background
        self.settings = settings
        old.close()

    def alone(self, size: tuple[int, int], time_s: float) -> Image:
        """The background without anybody in front of it, HxWx3 uint8 BGR; plain dark if it fails."""
        try:
            return background_only(size, time_s, self.loaded)
        except FRAME_ERRORS as error:
            self.drop(error)
            return plain_dark(size)

    def drop(self, error: BaseException | None) -> None:
        """Replaces the background by plain dark and reports why."""
        logger.warning("the background failed", exc_info=error)
        self.replace(PlainDark(), PLAIN_DARK)
        self._on_event(BackgroundFailed(error if isinstance(error, AppError) else AppError(*BACKGROUND_FAILED)))

    def close(self) -> None:
        self.loaded.close()
