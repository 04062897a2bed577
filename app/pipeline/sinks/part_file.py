"""A file of a take from its creation to its final name, and what can go wrong on its disk."""
from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from app.errors import AppError
from app.pipeline.encode.held_file import HeldFile
from app.system.files import (
    DISK_FULL_ERRORS,
    free_bytes,
    part_path,
    publish,
    reason_of,
    unique_path,
    unique_path_for,
)

START_FREE_BYTES = 200_000_000
STOP_FREE_BYTES = 100_000_000

logger = logging.getLogger(__name__)
FreeSpace = Callable[[Path], int]


class PartFile:
    """NAME.part.SUFFIX until it is finished; held, so that recovery does not mistake it for a leftover.

    Attributes:
        path: its final name.
    """

    def __init__(self, path: Path, free_space: FreeSpace = free_bytes) -> None:
        """Creates the file, under path or a free name like it.

        Raises:
            AppError: the folder cannot be written, or its disk is full.
        """
        self._held = _create(path, free_space)
        self.path = unique_path_for(self._held.path)
        self._stem = self.path.stem
        self._free_space = free_space

    def next_one(self, number: int) -> PartFile:
        """The take's next file, named 'NAME part NUMBER'; the first one becomes 'NAME part 1'. Raises AppError."""
        stem = self._stem
        following = PartFile(self.path.with_stem(f"{stem} part {number}"), self._free_space)
        following._stem = stem
        if number == 2:
            self.path = unique_path(self.path.parent, f"{stem} part 1", self.path.suffix)
        return following

    @property
    def descriptor(self) -> int:
        """For reading and writing, until it is finished."""
        return self._held.descriptor

    def is_full(self) -> bool:
        """Whether the disk is almost full."""
        try:
            return self._free_space(self.path.parent) < STOP_FREE_BYTES
        except OSError as error:  # a network folder that does not respond is no reason to stop
            logger.warning("cannot tell what is free: %s", error)
            return False

    def release(self) -> None:
        self._held.release()

    def publish(self) -> AppError | None:
        """Gives it its final name. After an error, path is the name that it still has."""
        part = self._held.path
        try:
            free = not self.path.exists()
            self.path = publish(part, self.path if free else unique_path_for(part))
        except OSError:
            logger.exception("cannot rename %s", part)
            self.path = part
            return _not_renamed(part)
        return None

    def discard(self) -> None:
        """Removes it, if nothing was recorded."""
        try:
            self._held.path.unlink(missing_ok=True)
        except OSError as error:
            logger.warning("cannot remove %s: %s", self._held.path, error)


def disk_full() -> AppError:
    """The error for a recording that ends because of a full disk."""
    hint = "Everything up to now is saved. Free some space, or choose another folder."
    return AppError("The disk is full, so the recording stopped", hint, failed_running=True)


def write_error(error: Exception) -> AppError:
    """The error for a recording that ends because its file cannot be written."""
    if isinstance(error, OSError) and error.errno in DISK_FULL_ERRORS:
        return disk_full()
    why = error.__cause__ or error
    return AppError("The recording stopped", f"Everything up to now is saved. {why}", failed_running=True)


def _not_renamed(part: Path) -> AppError:
    try:
        there = part.exists()
    except OSError:
        there = False
    if there:
        hint = f"It is complete and plays under this name: {part}"
        return AppError("The recording could not be renamed", hint, failed_running=True)
    hint = f"If it is on a drive, connect it again. The recording is in {part.name}, which plays."
    return AppError(f"The recordings folder is gone: {part.parent}", hint, failed_running=True)


def _create(path: Path, free_space: FreeSpace) -> HeldFile:
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if free_space(folder) < START_FREE_BYTES:
            need = f"{START_FREE_BYTES // 1_000_000} MB must be free in {folder}."
            title = "The disk is nearly full, so nothing was recorded"
            raise AppError(title, f"{need} Free some space, or choose another folder.")
        return HeldFile.create(part_path(unique_path(folder, path.stem, path.suffix)))
    except (OSError, ValueError) as error:  # ValueError: an impossible file name
        hint = f"Choose another folder for recordings. {reason_of(error)}: {folder}"
        raise AppError("The recording cannot be written", hint) from error
