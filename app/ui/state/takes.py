"""The finished recordings in their folder."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.paths import videos_folder
from app.pipeline.encode.take_format import TAKE_SUFFIXES
from app.settings import Settings

MAX_TAKES = 3


@dataclass(frozen=True)
class Take:
    """A finished recording in the folder."""

    path: Path
    bytes: int
    modified: float


def latest_takes(folder: Path) -> tuple[Take, ...]:
    """The latest recordings in folder, newest first; none if it cannot be read. Touches the disk."""
    takes = []
    try:
        for path in folder.glob("Backdrop *"):
            if path.suffix in TAKE_SUFFIXES and ".part" not in path.suffixes:
                facts = path.stat()
                takes.append(Take(path, facts.st_size, facts.st_mtime))
    except OSError:
        return ()
    return tuple(sorted(takes, key=lambda take: take.modified, reverse=True)[:MAX_TAKES])


def lane_of(folder: Path) -> str:
    """The lane for jobs on a folder: one that hangs blocks only its own jobs."""
    return f"folder {folder}"


def folder_of(settings: Settings) -> Path:
    """The current folder for recordings."""
    return Path(settings.record.folder) if settings.record.folder else videos_folder()
