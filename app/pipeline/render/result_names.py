"""Finds the input files that arguments stand for, and names for their results."""
from __future__ import annotations

import glob
from collections.abc import Callable, Iterable
from pathlib import Path

from app.errors import AppError
from app.pipeline.decode.kinds import PICTURE_SUFFIXES, kind_of_content
from app.pipeline.decode.stills.pictures import is_animated
from app.pipeline.encode.formats import FORMATS
from app.pipeline.sources.source import source_kind

GLOB = frozenset("*?[")


def is_pattern(text: str) -> bool:
    """Whether text is a pattern with * ? [ ], and not a file itself."""
    return not GLOB.isdisjoint(text) and "://" not in text and not Path(text).exists()


def files_of(text: str) -> list[str]:
    """The files that an argument stands for: the videos and pictures in a folder, the files that match a pattern, or
    itself.

    Raises:
        AppError: there are no such files.
    """
    if is_pattern(text):
        matches = glob.glob(text, recursive=True)  # noqa: PTH207 - a pattern may be absolute
        found = sorted(path for path in matches if not Path(path).is_dir())
        if not found:
            raise AppError(f"No file matches '{text}'", "Check the folder and the pattern.")
        return found
    folder = Path(text)
    if not folder.is_dir():
        return [text]
    found = sorted(str(path) for path in folder.iterdir() if path.is_file() and _may_be_rendered(path))
    if not found:
        raise AppError(f"There are no videos or pictures in '{text}'", "Choose another folder.")
    return found


def _may_be_rendered(path: Path) -> bool:
    """Whether it looks like a video or picture, also by its name: a damaged video should be reported, not skipped."""
    named = path.suffix.lower() in FORMATS or path.suffix.lower() in PICTURE_SUFFIXES
    return not path.name.startswith(".") and (named or kind_of_content(path) != "")


def result_suffix(source: str, *, transparent: bool) -> str:
    """The suffix of a result: the input's own if it can be written, otherwise MP4 for a video, PNG for a picture."""
    if source_kind(source) == "picture" and not is_animated(Path(source)):
        return ".png"
    own = Path(source).suffix.lower() if "://" not in source else ""
    output = FORMATS.get(own)
    if output is None or output.kind == "png" or (transparent and output.transparent is None):
        return ".webm" if transparent else ".mp4"
    return own


class ResultNames:
    """Chooses names for results in one folder, distinct on any file system."""

    def __init__(self, folder: Path, *, taken: Callable[[Path], bool] = lambda _path: False) -> None:
        """taken: whether a name cannot be used for another reason."""
        self._folder = folder
        self._taken = taken
        self._given: set[str] = set()

    def path(self, source: str, *, transparent: bool) -> Path:
        """The name for the result of the next input."""
        stem = Path(source.split("?")[0] if "://" in source else source).stem or "video"
        suffix = result_suffix(source, transparent=transparent)
        number = 1
        while True:
            path = self._folder / (f"{stem}{suffix}" if number == 1 else f"{stem} ({number}){suffix}")
            if path.name.casefold() not in self._given and not self._taken(path):
                self._given.add(path.name.casefold())
                return path
            number += 1


def all_files_of(texts: Iterable[str]) -> list[str]:
    """As files_of, for several arguments; duplicates count once."""
    return list(dict.fromkeys(file for text in texts for file in files_of(text)))
