"""Thumbnails of takes: composites, so that the list of takes does not show the room."""
from __future__ import annotations

import itertools
from pathlib import Path

from app.errors import AppError
from app.pipeline.background.background import PLAIN_DARK, Background
from app.pipeline.background.opening import open_background
from app.pipeline.frame import Image
from app.pipeline.replay.recompose import Recomposer
from app.pipeline.takes.take_reader import iter_take
from app.settings import BackgroundSettings
from sinet_core.compositing.fitting import fit_cover

FRAMES = 5  # composited, so that smoothing has settled


def take_thumbnail(path: Path, size: tuple[int, int]) -> Image:
    """A composite from its first second. size: (width, height) px. Slow.

    Raises:
        AppError: the take cannot be read.
    """
    image: Image | None = None
    with Recomposer(_opened, cut_out=False) as recomposer:
        for frame in itertools.islice(iter_take(path, 1.0), FRAMES):
            image = recomposer.composite(frame, frame.settings).image
    if image is None:
        raise AppError(f"The take '{path.name}' is empty", "It was cut off before its first frame, and can be deleted.")
    return fit_cover(image, size)


def _opened(settings: BackgroundSettings) -> Background:
    """The background, or plain dark if it is missing."""
    try:
        return open_background(settings)
    except AppError:
        return open_background(PLAIN_DARK)
