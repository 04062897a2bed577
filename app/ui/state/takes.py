"""The finished recordings in their folder."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.paths import videos_folder
from app.pipeline.encode.take_containers import TAKE_SUFFIXES
from app.settings import Settings

MAX_TAKES = 3
PART = re.compile(r" part \d+$")


@dataclass(frozen=True)
class Take:
    """A finished recording in the folder. path: its first file; bytes: of all; parts: how many files it is."""

    path: Path
    bytes: int
    modified: float
    parts: int = 1


def latest_takes(folder: Path) -> tuple[Take, ...]:
    """The latest recordings in folder, newest first; none if it cannot be read. Touches the disk."""
    files: dict[str, list[Take]] = {}
    try:
        for path in folder.glob("Backdrop *"):
            if path.suffix in TAKE_SUFFIXES and ".part" not in path.suffixes:
                facts = path.stat()
                name = PART.sub("", path.stem) + path.suffix
                files.setdefault(name, []).append(Take(path, facts.st_size, facts.st_mtime))
    except OSError:
        return ()
    takes = [_as_one(parts) for parts in files.values()]
    return tuple(sorted(takes, key=lambda take: take.modified, reverse=True)[:MAX_TAKES])


def _as_one(parts: list[Take]) -> Take:
    """The files of a recording that was split."""
    first = min(parts, key=lambda part: (len(part.path.stem), part.path.stem))
    return Take(first.path, sum(part.bytes for part in parts), max(part.modified for part in parts), len(parts))


def lane_of(folder: Path) -> str:
    """The lane for jobs on a folder: one that hangs blocks only its own jobs."""
    return f"folder {folder}"


def folder_of(settings: Settings) -> Path:
    """The current folder for recordings."""
    return Path(settings.record.folder) if settings.record.folder else videos_folder()
