"""Unfinished files, held by their writer, so that nobody mistakes them for leftovers."""
from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn every byte 10 into two


class HeldFile:
    """A file that nobody else can hold until release, or until the process ends in any way.

    POSIX: an advisory lock, which the kernel drops with the process. Windows: a file that is open
    cannot be renamed, and take_over tries that.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        """Use create or take_over. Owns the descriptor."""
        self.path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def create(cls, path: Path) -> HeldFile:
        """A new, empty file. Raises FileExistsError, or OSError if the folder cannot be written."""
        held = cls(path, os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | BINARY, 0o666))
        held._lock()
        return held

    @classmethod
    def take_over(cls, path: Path) -> HeldFile | None:
        """An existing file; None while somebody else holds it. Raises OSError if it cannot be opened."""
        if sys.platform == "win32":
            try:
                path.rename(path)
            except PermissionError:
                return None
        held = cls(path, os.open(path, os.O_RDWR | BINARY))
        if held._lock():
            return held
        held.release()
        return None

    @property
    def descriptor(self) -> int:
        """For reading and writing, until release."""
        if self._descriptor is None:
            raise ValueError(f"{self.path} was released")
        return self._descriptor

    def release(self) -> None:
        """Must be called before the file is renamed or removed, as Windows requires. Safe to call twice."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> HeldFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _lock(self) -> bool:
        if sys.platform == "win32":
            return True
        import fcntl

        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a network folder without locks, where files are never held
            return True
        return True
