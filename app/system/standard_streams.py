"""Standard input, output and error where whoever started the program closed them (2>&-)."""
from __future__ import annotations

import os
import sys

NUMBERS = {"stdin": 0, "stdout": 1, "stderr": 2}


def open_standard_streams() -> None:
    """Those that are closed lead nowhere from now on, so that printing fails nowhere.

    The next file that is opened would else be number 2, and get what libraries have to say. On Windows nothing is
    done: a windowed program has none of them there, and shows a box instead.
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
