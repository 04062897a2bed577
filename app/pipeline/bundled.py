"""Media shipped with the app: backgrounds, and a demo clip for trying everything without a camera."""
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
    """name: for settings and the command line. title: for users. path: a picture or a video."""

    name: str
    title: str
    path: Path


def bundled_backgrounds() -> list[BundledBackground]:
    """The bundled backgrounds in the order of assets/backgrounds/index.json, without any whose file is missing."""
    folder = assets_folder() / "backgrounds"
    try:
        entries = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        found = [BundledBackground(e["name"], e["title"], folder / e["file"]) for e in entries]
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("no bundled backgrounds: %r", error)
        return []
    return [background for background in found if background.path.is_file()]


def find_bundled(name: str) -> BundledBackground | None:
    """Finds a background by name, ignoring case and treating spaces as hyphens."""
    wanted = _plain(name)
    return next((background for background in bundled_backgrounds() if background.name == wanted), None)


def no_such_background(text: str) -> AppError:
    """The error for text that names neither a file nor a bundled background, with similar names."""
    if Path(text).suffix or "/" in text or "\\" in text:
        return AppError(f"There is no file '{text}'", "Check the name of the background's picture or video.")
    names = [background.name for background in bundled_backgrounds()]
    similar = difflib.get_close_matches(_plain(text), names, n=1, cutoff=0.5)
    known = f"Bundled backgrounds: {', '.join(names)}." if names else "Use a file, '#rrggbb' or blur."
    hint = f"Did you mean {similar[0]}?" if similar else known
    return AppError(f"There is no background '{text}'", hint)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "-").replace("_", "-")


def demo_path() -> Path:
    """The demo clip's path, in a checkout or a bundle."""
    return assets_folder() / "demo" / "demo.mp4"
