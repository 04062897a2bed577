"""The pictures in a folder, and lists of their names."""
from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sinet_core.errors import DataError

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}
TOLD = 5  # names shown in a message


def find_pictures(folder: Path) -> list[Path]:
    """Every picture under folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES)


def read_names(path: Path) -> set[str]:
    """The base names in a text file, one per line.

    Raises:
        DataError: the file is missing, empty or not text.
    """
    hint = "It holds one base name per line."
    try:
        names = set(path.read_text(encoding="utf-8-sig").split())
    except FileNotFoundError:
        raise DataError(f"No list '{path.name}' in '{path.parent}'", hint) from None
    except (OSError, UnicodeDecodeError):
        raise DataError(f"Cannot read list '{path}'", f"{hint[:-1]}, as UTF-8 text.") from None
    if not names:
        raise DataError(f"List '{path}' is empty", hint)
    return names


def first_few(names: Collection[str]) -> str:
    """'a, b and 7 more', for a message."""
    shown = ", ".join(sorted(names)[:TOLD])
    return shown if len(names) <= TOLD else f"{shown} and {len(names) - TOLD} more"
