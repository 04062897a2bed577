"""Files that appear under their name complete, their temporary names, and free disk space."""
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
NAME_BYTES = 255  # per name, on every current file system
SPARE = ".part (99)"  # room for unique_path's suffixes
DISK_FULL_ERRORS = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
NO_SYNC_ERRORS = {errno.EINVAL, errno.ENOSYS, getattr(errno, "EOPNOTSUPP", errno.EINVAL)}  # some network folders


@contextmanager
def replaced(path: Path, temporary: Path | None = None) -> Iterator[Path]:
    """Yields a temporary path to write to; renames it to path if the block succeeds, and removes it otherwise.

    After a crash, either the old file or the new one is there.

    Args:
        path: the final name; an existing file is replaced.
        temporary: in the same folder; by default hidden and unique to this process.

    Raises:
        OSError: the file cannot be written.
    """
    part = temporary or temporary_path(path)
    try:
        yield part
        publish(part, path)
    finally:
        part.unlink(missing_ok=True)


def publish(part: Path, path: Path) -> Path:
    """Flushes the finished file part to disk, renames it to path, and returns that. Raises OSError."""
    _sync(part)
    return part.replace(path)


def reason_of(error: Exception) -> str:
    """Why a file could not be read or written, in the system's words, without a full stop."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def advice_for(error: Exception) -> str:
    """What to do about a file that could not be written, with a space before it; "" unless the disk is full."""
    full = getattr(error, "errno", None) in DISK_FULL_ERRORS
    return " Free some space on the disk, or write elsewhere." if full else ""


def unique_path(folder: Path, stem: str, suffix: str) -> Path:
    """folder/stem+suffix, with ' (2)', ' (3)' ... if the name or its .part is taken."""
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
    """Where this process writes path until complete: hidden, and in the same folder, so that renaming is atomic."""
    return _beside(path, ".", f"{WRITING}{_host()}-{os.getpid()}")


def sweep_left_over(folder: Path) -> None:
    """Removes files left under temporary_path in folder by killed processes of this computer, if possible."""
    pattern = re.compile(rf"\..*{re.escape(WRITING)}{_host()}-(\d+)(\.\w+)?")
    try:
        found = [(path, name) for path in folder.iterdir() if (name := pattern.fullmatch(path.name))]
    except OSError:
        return
    for path, name in found:
        if not is_running(int(name[1])):
            remove(path)


def remove(path: Path) -> None:
    """Removes a file or folder, ignoring errors."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _host() -> str:
    """A short name of this computer, since a process id only means something on one computer."""
    return "".join(letter for letter in platform.node() if letter.isascii() and letter.isalnum())[:12]


def live_path(path: Path) -> Path:
    """Like temporary_path, but visible, for irreplaceable output: a kill leaves a file that plays."""
    return unique_path(path.parent, _beside(path, "", f".part{SPARE}").stem.removesuffix(SPARE), path.suffix)


def is_file(text: str) -> bool:
    """Whether a file of that name exists; False for invalid names."""
    try:
        return Path(text).is_file()
    except OSError:  # too long for a name
        return False


def free_bytes(folder: Path) -> int:
    """Free space on the folder's disk, bytes. Raises OSError."""
    return shutil.disk_usage(folder).free


def unique_path_for(part: Path) -> Path:
    """A free final name for 'NAME.part.mp4'."""
    wanted = part.with_name(part.name.removesuffix(f".part{part.suffix}") + part.suffix)
    if not wanted.exists():
        return wanted
    return unique_path(part.parent, wanted.stem, wanted.suffix)


def _beside(path: Path, before: str, after: str) -> Path:
    """path with its name between before and after, shortened to fit."""
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
