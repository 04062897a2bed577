"""A line for a user who started a program that has no console to print into."""
from __future__ import annotations

import sys

ERROR_ICON = 0x10  # MB_ICONERROR


def show_message(text: str) -> None:
    """On Windows a box with an OK button, without Qt, which may be what is missing; elsewhere nothing."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "Backdrop", ERROR_ICON)
