"""Output paths, checked before work begins that may take hours."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sinet_core.errors import DataError

PICTURES = (".png", ".jpg", ".jpeg")
ELSEWHERE = "Write elsewhere, or change the permissions."


def output_file(*suffixes: str) -> Callable[[str], Path]:
    """An argparse type: the path of a writable file with one of suffixes (or any, if there are none).

    The type raises DataError.
    """

    def parse(text: str) -> Path:
        path = Path(text)
        if suffixes and path.suffix.lower() not in suffixes:
            raise DataError(f"Cannot write '{path}'", f"The file name must end in {' or '.join(suffixes)}.")
        if path.is_dir():
            raise DataError(f"'{path}' is a folder", "Give the name of a file.")
        if path.exists() and not os.access(path, os.W_OK):
            raise DataError(f"'{path}' is write-protected", ELSEWHERE)
        _check_room(path, path.parent)
        return path

    return parse


def output_folder(text: str) -> Path:
    """An argparse type: the path of a folder that exists or can be created. Raises DataError."""
    path = Path(text)
    _check_room(path, path)
    return path


def _check_room(path: Path, folder: Path) -> None:
    """Raises DataError if path cannot be created because folder is not a folder or is write-protected."""
    there = next(place for place in (folder, *folder.parents) if place.exists() or place == place.parent)
    if not there.is_dir():
        raise DataError(f"'{path}' cannot be created: '{there}' is a file", "Write elsewhere.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise DataError(f"'{path}' cannot be created: '{there}' is write-protected", ELSEWHERE)
