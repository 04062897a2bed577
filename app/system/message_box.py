"""Shows a message to a user whose program has no console."""
from __future__ import annotations

import sys

ERROR_ICON = 0x10  # MB_ICONERROR


def show_message(text: str) -> None:
    """Shows a message box on Windows, without Qt, which may be what is missing; does nothing elsewhere."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "Backdrop", ERROR_ICON)
