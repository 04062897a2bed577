"""Which files of a folder are pictures."""
from __future__ import annotations

from pathlib import Path

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}


def find_pictures(folder: Path) -> list[Path]:
    """Every picture under folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)
