"""The bundled clip: a person to try everything on, without a camera."""
from __future__ import annotations

from pathlib import Path

from app.paths import assets_folder

DEMO_NAME = "Demo"


def demo_path() -> Path:
    """Where the clip is, in the checkout and in the bundle alike."""
    return assets_folder() / "demo" / "demo.mp4"
