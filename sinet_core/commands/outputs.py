"""Where a command writes: looked at before the work begins, which may take hours."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sinet_core.errors import DataError

PICTURES = (".png", ".jpg", ".jpeg")
ELSEWHERE = "Write elsewhere, or change the rights."


def output_file(*suffixes: str) -> Callable[[str], Path]:
    """A type for argparse: the path of a file that can be written, with one of suffixes (none: any).

    The type raises DataError.
    """

    def parse(text: str) -> Path:
        path = Path(text)
        if suffixes and path.suffix.lower() not in suffixes:
            raise DataError(f"Cannot write '{path}'", f"The name of this kind of file ends in {' or '.join(suffixes)}.")
        if path.is_dir():
            raise DataError(f"'{path}' is a folder", "Give the name of a file.")
        if path.exists() and not os.access(path, os.W_OK):
            raise DataError(f"'{path}' may not be written", ELSEWHERE)
        _check_room(path, path.parent)
        return path

    return parse


def output_folder(text: str) -> Path:
    """A type for argparse: the path of a folder that is there, or can be made. Raises DataError."""
    path = Path(text)
    _check_room(path, path)
    return path


def _check_room(path: Path, folder: Path) -> None:
    """Raises DataError when path cannot be made since folder is none, or may not be written."""
    there = next(place for place in (folder, *folder.parents) if place.exists() or place == place.parent)
    if not there.is_dir():
        raise DataError(f"'{path}' cannot be made: '{there}' is a file", "Write elsewhere.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise DataError(f"'{path}' cannot be made: '{there}' may not be written", ELSEWHERE)
