"""Files that appear whole under their name, the names until then, and the room on their disk."""
from __future__ import annotations

import errno
import os
import platform
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.system.machine import is_running

WRITING = ".writing-"
NAME_BYTES = 255  # of one name, on every file system of today
SPARE = ".part (99)"  # room for what unique_path adds, and looks at
DISK_FULL_ERRORS = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
NO_SYNC_ERRORS = {errno.EINVAL, errno.ENOSYS, getattr(errno, "EOPNOTSUPP", errno.EINVAL)}  # some network folders


@contextmanager
def replaced(path: Path, temporary: Path | None = None) -> Iterator[Path]:
    """Where to write what path is to hold: it gets that name when the block ends well, and is removed otherwise.

    After a crash either the old file or the new one is there.

    Args:
        path: the final name; a file that has it is replaced.
        temporary: in the same folder; the default is hidden, and this process's own.

    Raises:
        OSError: the disk does not take it.
    """
    part = temporary or temporary_path(path)
    try:
        yield part
        publish(part, path)
    finally:
        part.unlink(missing_ok=True)


def publish(part: Path, path: Path) -> Path:
    """Gives the finished file part the name path, once its content is on the disk; returns it. Raises OSError."""
    _sync(part)
    return part.replace(path)


def reason_of(error: Exception) -> str:
    """Why a file could not be read or written, in the system's words, without a full stop."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def unique_path(folder: Path, stem: str, suffix: str) -> Path:
    """folder/stem+suffix, or with ' (2)', ' (3)' ... when the name, or its .part, is taken."""
    number = 1
    while True:
        name = stem if number == 1 else f"{stem} ({number})"
        path = folder / f"{name}{suffix}"
        if not path.exists() and not part_path(path).exists():
            return path
        number += 1


def part_path(path: Path) -> Path:
    """The name a file has until it is finished: 'take.mp4' -> 'take.part.mp4', in the same folder."""
    return path.with_name(f"{path.stem}.part{path.suffix}")


def temporary_path(path: Path) -> Path:
    """Where this process writes path until it is whole: hidden, and beside it, so that renaming is one step."""
    return _beside(path, ".", f"{WRITING}{_host()}-{os.getpid()}")


def sweep_left_over(folder: Path) -> None:
    """Removes what killed processes of this computer left under temporary_path in folder; what cannot be, stays."""
    pattern = re.compile(rf"\..*{re.escape(WRITING)}{_host()}-(\d+)(\.\w+)?")
    try:
        found = [(path, name) for path in folder.iterdir() if (name := pattern.fullmatch(path.name))]
    except OSError:
        return
    for path, name in found:
        if not is_running(int(name[1])):
            remove(path)


def remove(path: Path) -> None:
    """A file or folder, if it is there; errors do not matter any more."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _host() -> str:
    """A short name of this computer: the number of a process means something on one computer only."""
    return "".join(letter for letter in platform.node() if letter.isascii() and letter.isalnum())[:12]


def live_path(path: Path) -> Path:
    """The same for what cannot be had again: a name to be seen, since a kill leaves a file that plays."""
    return unique_path(path.parent, _beside(path, "", f".part{SPARE}").stem.removesuffix(SPARE), path.suffix)


def free_bytes(folder: Path) -> int:
    """What is free on the folder's disk. Raises OSError."""
    return shutil.disk_usage(folder).free


def unique_path_for(part: Path) -> Path:
    """A free final name for 'NAME.part.mp4'."""
    wanted = part.with_name(part.name.removesuffix(f".part{part.suffix}") + part.suffix)
    if not wanted.exists():
        return wanted
    return unique_path(part.parent, wanted.stem, wanted.suffix)


def _beside(path: Path, before: str, after: str) -> Path:
    """path with its name between before and after, as much of it as a name has room for."""
    room = NAME_BYTES - len(os.fsencode(f"{before}{after}{path.suffix}"))
    stem = path.stem
    while len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    return path.with_name(f"{before}{stem}{after}{path.suffix}")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in NO_SYNC_ERRORS:
            raise
    finally:
        os.close(descriptor)
