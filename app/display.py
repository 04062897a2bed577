"""Whether a window can be opened here: asked before Qt, which ends the process where there is none."""
from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping

NEED_A_SERVER = ("xcb", "wayland")


def no_window_reason(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str | None:
    """One short sentence without a full stop, or None when a window can be opened."""
    if importlib.util.find_spec("PySide6") is None:
        return "PySide6 is not installed"
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if not platform.startswith("linux") or (chosen and not chosen.startswith(NEED_A_SERVER)):
        return None
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return None
    return "There is no display"
