"""Opens backgrounds: one function per kind in the registry, which loads only what that kind needs."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from app.pipeline.background.background import Background
from app.pipeline.background.kinds import BlurBackground, StillBackground, checkerboard
from app.pipeline.bundled import find_bundled, no_such_background
from app.pipeline.decode.kinds import is_picture
from app.pipeline.frame import Image
from app.settings import BackgroundKind, BackgroundSettings
from app.system.files import is_file
from sinet_core.compositing.fitting import fit_cover


def open_background(settings: BackgroundSettings, *, wait: bool = False) -> Background:
    """The background that settings name.

    A transparent one is shown as a checkerboard; files with real transparency are made without a
    background (process.stages.process).

    Args:
        settings: kind and value.
        wait: for rendering files: a video shows the exact frame of each moment, however long that
            takes. Live, it never waits.

    Raises:
        AppError: a file is missing or damaged, or the value is invalid.
    """
    return OPENERS[settings.kind](settings, wait)


def background_thumbnail(path: Path, size: tuple[int, int]) -> Image:
    """A thumbnail of a picture, or of a video's first frame.

    Args:
        path: the file.
        size: (width, height) px; the rest is cropped.

    Returns:
        height x width x 3 uint8 BGR.

    Raises:
        AppError: the file is missing or damaged.
    """
    if is_picture(path):
        from app.pipeline.decode.stills.pictures import load_picture

        return fit_cover(load_picture(path, max_side=3 * max(size)), size)
    from app.pipeline.decode.video_file import first_image

    return fit_cover(first_image(path), size)


def resolve_background(value: str) -> Path:
    """The file for a bundled name or a path. Raises AppError if there is neither."""
    bundled = find_bundled(value)
    if bundled is not None:
        return bundled.path
    if not is_file(value):
        raise no_such_background(value)
    return Path(value)


def _open_picture(settings: BackgroundSettings, wait: bool) -> Background:  # noqa: ARG001
    from app.pipeline.decode.stills.pictures import load_picture

    picture = load_picture(resolve_background(settings.value))
    return StillBackground(lambda size: fit_cover(picture, size))


def _open_video(settings: BackgroundSettings, wait: bool) -> Background:
    from app.pipeline.background.video import VideoBackground

    return VideoBackground(resolve_background(settings.value), wait=wait)


def _open_color(settings: BackgroundSettings, wait: bool) -> Background:  # noqa: ARG001
    from app.pipeline.background.color import parse_color

    color = parse_color(settings.value)
    return StillBackground(lambda size: np.full((size[1], size[0], 3), color, np.uint8))


OPENERS: dict[BackgroundKind, Callable[[BackgroundSettings, bool], Background]] = {
    "picture": _open_picture,
    "video": _open_video,
    "color": _open_color,
    "blur": lambda settings, _: BlurBackground(settings.blur),
    "transparent": lambda _, __: StillBackground(checkerboard),
}
