"""Parses backgrounds as users write them: a word, a colour, a bundled name or a file."""
from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from app.errors import AppError
from app.paths import kept_backgrounds_folder
from app.pipeline.background.color import HOW, looks_like_color, parse_color
from app.pipeline.background.fetching import fetch_background
from app.pipeline.bundled import find_bundled, no_such_background
from app.pipeline.decode.address import is_url, stream_name
from app.pipeline.decode.kinds import is_picture
from app.settings import BackgroundKind, BackgroundSettings
from app.system.files import is_file

DEFAULT_BLUR = BackgroundSettings().blur
LINKS = ("http", "https")


def parse_background(text: str) -> BackgroundSettings:
    """Parses a colour, blur, blur:0-100, transparent, a bundled name, a file's path, or a link to a file.

    The file behind a link is downloaded and kept with the window's backgrounds.

    Raises:
        AppError: it is none of these; similar names are suggested.
    """
    word, _, amount = text.strip().lower().partition(":")
    if word == "blur":
        return BackgroundSettings("blur", blur=_blur_strength(amount) if amount else DEFAULT_BLUR)
    if word == "transparent" and not amount:
        return BackgroundSettings("transparent")
    if looks_like_color(text):
        blue, green, red = parse_color(text)
        return BackgroundSettings("color", f"#{red:02x}{green:02x}{blue:02x}")
    bundled = find_bundled(text)
    if bundled is not None:
        return BackgroundSettings(kind_of_file(bundled.path), bundled.name)
    path = _linked_file(text) if is_url(text) else Path(text)
    if not is_file(str(path)):
        raise _no_file(text, path)
    return BackgroundSettings(kind_of_file(path), str(path) if is_url(text) else text)


def _linked_file(url: str) -> Path:
    """The local file for an address, downloaded if need be. Raises AppError."""
    parts = urlsplit(url)
    if parts.scheme.lower() in LINKS:
        return fetch_background(url, kept_backgrounds_folder())
    if parts.scheme.lower() == "file" and parts.netloc in ("", "localhost"):
        from urllib.request import url2pathname  # imported on demand: it loads HTTP

        return Path(url2pathname(parts.path))
    raise AppError(f"{stream_name(url)} cannot be a background",
                   "Give a picture or video file, or a link to one that begins with http or https.")


def _no_file(text: str, path: Path) -> AppError:
    try:
        if text.strip() and path.is_dir():
            return AppError(f"The background '{text}' is a folder", "Choose a picture or video in it.")
        if text.strip() and path.exists():
            return AppError(f"The background '{text}' is a pipe or a device", "Give a picture or video file.")
    except (OSError, ValueError):  # not a possible file name
        pass
    error = no_such_background(text)
    return AppError(error.title, f"{error.hint} {HOW}" if text.strip().isalnum() else error.hint)


def kind_of_file(path: Path) -> BackgroundKind:
    """The kind by file name; anything that is not a known still picture counts as a video, including GIFs."""
    return "picture" if is_picture(path) else "video"


def _blur_strength(amount: str) -> int:
    if not amount.isdecimal() or int(amount) > 100:
        raise AppError(f"'blur:{amount}' is not a blur", "Write blur, or blur:0 to blur:100.")
    return int(amount)
