"""Parses backgrounds as users write them: a word, a colour, a bundled name or a file."""
from __future__ import annotations

import re
from pathlib import Path

from app.errors import AppError
from app.pipeline.bundled import find_bundled, no_such_background
from app.pipeline.decode.pictures import is_picture
from app.settings import BackgroundKind, BackgroundSettings

COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
DEFAULT_BLUR = BackgroundSettings().blur


def parse_background(text: str) -> BackgroundSettings:
    """Parses '#rrggbb', blur, blur:0-100, transparent, a bundled name, or a file's path.

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
    if not is_file(text):
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
    """The kind by file name; anything that is not a known still picture counts as a video, including GIFs."""
    return "picture" if is_picture(path) else "video"


def is_file(text: str) -> bool:
    """Whether a file of that name exists; False for invalid names."""
    try:
        return Path(text).is_file()
    except OSError:  # too long for a name
        return False


def _blur_strength(amount: str) -> int:
    if not amount.isdecimal() or int(amount) > 100:
        raise AppError(f"'blur:{amount}' is not a blur", "Write blur, or blur:0 to blur:100.")
    return int(amount)
