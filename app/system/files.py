"""Names of files that are being written, and the room on their disk."""
from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

NAME_BYTES = 255  # of one name, on every file system of today
SPARE = ".part (99)"  # room for what unique_path adds, and looks at
DISK_FULL_ERRORS = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


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
    return _beside(path, ".", f".rendering-{os.getpid()}")


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
