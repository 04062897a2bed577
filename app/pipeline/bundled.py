"""What is shipped with the app: backgrounds, and a clip with a person to try everything on without a camera."""
from __future__ import annotations

import difflib
import json
import logging
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from app.paths import assets_folder

logger = logging.getLogger(__name__)
DEMO_NAME = "Demo"


@dataclass(frozen=True)
class BundledBackground:
    """name: for settings and the command line. title: for people. path: a picture or a video."""

    name: str
    title: str
    path: Path


def bundled_backgrounds() -> list[BundledBackground]:
    """In the order of assets/backgrounds/index.json; one whose file is missing is left out."""
    folder = assets_folder() / "backgrounds"
    try:
        entries = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        found = [BundledBackground(e["name"], e["title"], folder / e["file"]) for e in entries]
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("no bundled backgrounds: %r", error)
        return []
    return [background for background in found if background.path.is_file()]


def find_bundled(name: str) -> BundledBackground | None:
    """By its name; case, and blanks for hyphens, do not matter."""
    wanted = _plain(name)
    return next((background for background in bundled_backgrounds() if background.name == wanted), None)


def no_such_background(text: str) -> AppError:
    """The error for a text that names no file and no bundled background, with similar names."""
    if Path(text).suffix or "/" in text or "\\" in text:
        return AppError(f"There is no file '{text}'", "Check the name of the background's picture or video.")
    names = [background.name for background in bundled_backgrounds()]
    similar = difflib.get_close_matches(_plain(text), names, n=1, cutoff=0.5)
    known = f"Bundled are: {', '.join(names)}." if names else "Give a file, '#rrggbb' or blur."
    hint = f"Did you mean {similar[0]}?" if similar else known
    return AppError(f"There is no background '{text}'", hint)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "-").replace("_", "-")


def demo_path() -> Path:
    """Where the clip is, in the checkout and in the bundle alike."""
    return assets_folder() / "demo" / "demo.mp4"
