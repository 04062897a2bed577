"""Input that can only be read once, from standard input or named pipes; it is spooled to a file."""
from __future__ import annotations

import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.errors import AppError
from app.system.files import DISK_FULL_ERRORS, reason_of

STANDARD_INPUT = ("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
STANDARD_NAME = "standard input"


def is_piped(address: str) -> bool:
    """Whether address can only be read once."""
    if address == "-":
        return True
    try:
        kind = Path(address).stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(kind) or (address in STANDARD_INPUT and not stat.S_ISREG(kind))


@contextmanager
def spooled(address: str) -> Iterator[str]:
    """A temporary file with everything from address, as long as it is needed; an address that is not a pipe stays
    unchanged.

    A video may have its index at its end, and is opened more than once. A pipe allows neither.

    Raises:
        AppError: standard input is a terminal, or the disk is full.
    """
    if not is_piped(address):
        yield address
        return
    with tempfile.TemporaryDirectory(prefix="backdrop-") as folder:
        name = STANDARD_NAME if address in STANDARD_INPUT else Path(address).name
        path = Path(folder) / name
        try:
            with _source(address) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        except OSError as error:
            room = f" Set TMPDIR to a folder with room, instead of {folder}." if error.errno in DISK_FULL_ERRORS else ""
            raise AppError(f"Cannot read '{name}' to its end", f"{reason_of(error)}.{room}") from error
        yield str(path)


@contextmanager
def _source(address: str) -> Iterator[BinaryIO]:
    if address not in STANDARD_INPUT:
        with Path(address).open("rb") as pipe:
            yield pipe
        return
    if sys.stdin is None or sys.stdin.isatty():
        raise AppError("Standard input is a terminal", "Pipe a file into it: cat a.mp4 | backdrop render - -o OUT")
    yield sys.stdin.buffer
