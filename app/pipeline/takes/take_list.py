"""Finds, recovers and renames the takes in a folder."""
from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.takes.take_settings import SUFFIX
from app.system.files import publish, reason_of, unique_path_for

FORBIDDEN = set('<>:"/\\|?*')

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ListedTake:
    """A finished take that can be changed. modified: seconds since 1970."""

    path: Path
    bytes: int
    modified: float

    @property
    def name(self) -> str:
        return self.path.stem


def list_takes(folder: Path) -> tuple[ListedTake, ...]:
    """The takes in folder, newest first; none if it cannot be read. Reads the disk."""
    takes = []
    try:
        for path in folder.glob(f"*{SUFFIX}"):
            if ".part" not in path.suffixes and path.is_file():
                facts = path.stat()
                takes.append(ListedTake(path, facts.st_size, facts.st_mtime))
    except OSError as error:
        logger.warning("cannot look for takes in %s: %s", folder, error)
    return tuple(sorted(takes, key=lambda take: (take.modified, take.name), reverse=True))


def find_take(text: str, folder: Path) -> Path:
    """The take that text names: a path, or the name of one in folder. Raises AppError."""
    named = (Path(text), folder / text, folder / f"{text}{SUFFIX}")
    for path in named:
        try:
            if path.is_file():
                return path
        except OSError:  # too long for a file name
            continue
    raise AppError(f"There is no take '{text}'", "List the takes with: backdrop takes")


def recover_takes(folder: Path) -> list[Path]:
    """Gives every take that a crash left behind its final name; returns them, sorted by name.

    They are complete up to the crash. Takes that another process is still writing, and empty ones, are left alone.
    """
    try:
        parts = sorted(folder.glob(f"*.part{SUFFIX}"))
    except OSError as error:
        logger.warning("cannot look for takes in %s: %s", folder, error)
        return []
    return [path for part in parts if (path := _recover(part)) is not None]


def rename_take(path: Path, name: str) -> Path:
    """Renames a take; name has no suffix. Returns the new path. Raises AppError, and then nothing has changed."""
    name = name.strip()
    if not name or name.startswith(".") or set(name) & FORBIDDEN or not name.isprintable():
        raise AppError(f"A take cannot be called '{name}'", f"Leave these out: {' '.join(sorted(FORBIDDEN))}")
    target = path.with_name(f"{name}{SUFFIX}")
    if target == path:
        return path
    try:
        if target.exists() and not target.samefile(path):
            raise AppError(f"A take '{name}' already exists", "Choose another name.")
        return path.rename(target)
    except OSError as error:
        raise AppError("The take cannot be renamed", f"{reason_of(error)}.", failed_running=True) from error


def _recover(part: Path) -> Path | None:
    try:
        held = HeldFile.take_over(part)
        if held is None:
            return None
        held.release()
        if not part.stat().st_size:
            return None
        path = publish(part, unique_path_for(part))
    except OSError as error:
        logger.warning("cannot recover %s: %s", part, error)
        return None
    logger.info("recovered %s", path)
    return path
