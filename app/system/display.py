"""Whether a window can be opened here: asked before Qt, which ends the process where there is none."""
from __future__ import annotations

import importlib.util
import os
import re
import socket
import sys
from collections.abc import Callable, Mapping

NEED_A_SERVER = ("xcb", "wayland")
LOCAL_X = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")
CONNECT_TIMEOUT_S = 2.0


def x_server_answers(display: str) -> bool:
    """Whether somebody listens at a DISPLAY of this machine; True for one of another machine, unasked.

    A DISPLAY that was left over (an old SSH or screen session) is as good as none.
    """
    local = LOCAL_X.fullmatch(display)
    if local is None:
        return True
    path = f"/tmp/.X11-unix/X{local.group(1)}"
    return any(_connects(address) for address in (path, "\0" + path))


def no_window_reason(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    x_answers: Callable[[str], bool] = x_server_answers,
) -> str | None:
    """One short sentence without a full stop, or None when a window can be opened."""
    if importlib.util.find_spec("PySide6") is None:
        return "PySide6 is not installed"
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if not platform.startswith("linux") or (chosen and not chosen.startswith(NEED_A_SERVER)):
        return None
    if environment.get("WAYLAND_DISPLAY"):
        return None
    display = environment.get("DISPLAY")
    if not display:
        return "There is no display"
    return None if x_answers(display) else f"The display {display} does not answer"


def _connects(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(CONNECT_TIMEOUT_S)
        try:
            connection.connect(address)
        except OSError:
            return False
        return True
