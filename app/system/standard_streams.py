"""Replaces standard streams that were closed by whoever started the program (2>&-)."""
from __future__ import annotations

import os
import sys

NUMBERS = {"stdin": 0, "stdout": 1, "stderr": 2}


def open_standard_streams() -> None:
    """Connects closed streams to the null device, so that printing never fails.

    Otherwise, the next file to be opened could get descriptor 2, and receive what libraries print. Does nothing on
    Windows, where a windowed program has no streams and shows a message box instead.
    """
    if sys.platform == "win32":
        return
    for name, number in NUMBERS.items():
        if _is_closed(number):
            _open_nowhere(number)
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _is_closed(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return True
    return False


def _open_nowhere(number: int) -> None:
    opened = os.open(os.devnull, os.O_RDWR)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)
