"""What stands behind the person: one small class a kind, one line each in the registry."""
from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from app.errors import AppError
from app.pipeline.background_library import find_bundled, no_such_background
from app.pipeline.background_video import VideoBackground
from app.pipeline.frame import Image
from app.pipeline.picture import is_picture, load_picture
from app.pipeline.stages import Alpha, Background, plain_dark
from app.pipeline.video_file import first_picture
from app.settings import BackgroundKind, BackgroundSettings
from sinet_core.compositing.blur import blur_room
from sinet_core.compositing.fitting import fit_cover
from sinet_core.pyramid import Sizes

CHECKER_PX = 16
CHECKER_LIGHT, CHECKER_DARK = 102, 77  # greys between which both fair and dark hair stand out
COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
DEFAULT_BLUR = BackgroundSettings().blur


class StillBackground:
    """A picture that does not move: drawn once for a frame size, then kept."""

    def __init__(self, draw: Callable[[tuple[int, int]], Image]) -> None:
        """draw((width, height)) makes HxWx3 uint8 BGR."""
        self._draw = draw
        self._drawn: Image | None = None

    def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:  # noqa: ARG002
        """Read-only; see Background."""
        if self._drawn is None or self._drawn.shape[:2] != image.shape[:2]:
            self._drawn = self._draw((image.shape[1], image.shape[0]))
            self._drawn.flags.writeable = False
        return self._drawn

    def close(self) -> None:
        """Has nothing open."""


class BlurBackground:
    """The room itself, out of focus."""

    def __init__(self, strength: int) -> None:
        """strength 0..100."""
        self._strength = strength
        self._kept: tuple[Alpha, Image] | None = None

    def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:  # noqa: ARG002
        """Read-only. Plain dark without an alpha: the room blurred together with the person is still the room.

        While nothing moves the alpha is the very same array, and so is what is drawn.
        """
        if alpha is None:
            return plain_dark((image.shape[1], image.shape[0]))
        if self._kept is not None and self._kept[0] is alpha:
            return self._kept[1]
        drawn = blur_room(image, alpha, self._strength, sizes)
        drawn.flags.writeable = False
        self._kept = alpha, drawn
        return drawn

    def close(self) -> None:
        """Has nothing open."""


def open_background(settings: BackgroundSettings, *, wait: bool = False) -> Background:
    """The background that settings name.

    A transparent one is drawn as a checkerboard, for eyes; a file with real transparency is made
    without a background (stages.process).

    Args:
        settings: kind and value.
        wait: for rendering files: a video shows the exact picture of each moment, however long it
            takes. Live, it never waits.

    Raises:
        AppError: a file is missing or damaged, or the value means nothing.
    """
    return OPENERS[settings.kind](settings, wait)


def parse_background(text: str) -> BackgroundSettings:
    """From the command line: '#rrggbb', blur, blur:0-100, transparent, a bundled name, or a file's path.

    Raises:
        AppError: it is none of these; similar names are suggested.
    """
    word, _, amount = text.partition(":")
    if word == "blur":
        return BackgroundSettings("blur", blur=_blur_strength(amount) if amount else DEFAULT_BLUR)
    if text == "transparent":
        return BackgroundSettings("transparent")
    if text.startswith("#"):
        parse_color(text)
        return BackgroundSettings("color", text.lower())
    bundled = find_bundled(text)
    if bundled is not None:
        return BackgroundSettings(kind_of_file(bundled.path), bundled.name)
    if not _is_file(text):
        raise no_such_background(text)
    return BackgroundSettings(kind_of_file(Path(text)), text)


def parse_color(text: str) -> tuple[int, int, int]:
    """'#rrggbb' or '#rgb' -> (blue, green, red). Raises AppError."""
    if not COLOR.fullmatch(text):
        raise AppError(f"'{text}' is not a colour", "Write it as #rrggbb, for example #1e3a5f.")
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    red, green, blue = bytes.fromhex(digits)
    return blue, green, red


def kind_of_file(path: Path) -> BackgroundKind:
    """By its name; what is no known still picture is taken for a video (a GIF is one)."""
    return "picture" if is_picture(path) else "video"


def background_thumbnail(path: Path, size: tuple[int, int]) -> Image:
    """A small view of a picture, or of a video's first frame.

    Args:
        path: the file.
        size: (width, height) px; what does not fit is cut off.

    Returns:
        height x width x 3 uint8 BGR.

    Raises:
        AppError: the file is missing or damaged.
    """
    return fit_cover(load_picture(path, max_side=3 * max(size)) if is_picture(path) else first_picture(path), size)


def resolve_background(value: str) -> Path:
    """The file of a bundled name or of a path. Raises AppError when there is neither."""
    bundled = find_bundled(value)
    if bundled is not None:
        return bundled.path
    if not _is_file(value):
        raise no_such_background(value)
    return Path(value)


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except OSError:  # longer than a name can be
        return False


def _open_picture(settings: BackgroundSettings, wait: bool) -> Background:  # noqa: ARG001
    picture = load_picture(resolve_background(settings.value))
    return StillBackground(lambda size: fit_cover(picture, size))


def _open_video(settings: BackgroundSettings, wait: bool) -> Background:
    return VideoBackground(resolve_background(settings.value), wait=wait)


def _open_color(settings: BackgroundSettings, wait: bool) -> Background:  # noqa: ARG001
    color = parse_color(settings.value)
    return StillBackground(lambda size: np.full((size[1], size[0], 3), color, np.uint8))


OPENERS: dict[BackgroundKind, Callable[[BackgroundSettings, bool], Background]] = {
    "picture": _open_picture,
    "video": _open_video,
    "color": _open_color,
    "blur": lambda settings, _: BlurBackground(settings.blur),
    "transparent": lambda _, __: StillBackground(_checkerboard),
}


def _checkerboard(size: tuple[int, int]) -> Image:
    row, column = np.indices((size[1], size[0])) // CHECKER_PX
    grey = np.where((row + column) % 2, CHECKER_LIGHT, CHECKER_DARK).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


def _blur_strength(amount: str) -> int:
    if not amount.isdecimal() or int(amount) > 100:
        raise AppError(f"'blur:{amount}' is not a blur", "Write blur, or blur:0 to blur:100.")
    return int(amount)
