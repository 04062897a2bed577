"""Whether a window can open here. Checked before Qt, which aborts the process if not."""
from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

NEED_A_SERVER = ("xcb", "wayland")
LOCAL_X = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")
CONNECT_TIMEOUT_S = 2.0
RETRY_PAUSES_S = (0.0, 0.1, 0.3)  # retry, since the server may be resetting itself


def no_window_reason(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    x_problem: Callable[[str], str | None] | None = None,
) -> str | None:
    """The reason why no window can open, without a full stop, or None if one can."""
    if importlib.util.find_spec("PySide6") is None:
        return "PySide6 is not installed"
    return no_display_reason(environment, platform, x_problem)


def no_display_reason(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    x_problem: Callable[[str], str | None] | None = None,
) -> str | None:
    """The same regardless of Qt: whether there is a display server."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if not platform.startswith("linux") or (chosen and not chosen.startswith(NEED_A_SERVER)):
        return None
    if wayland_answers(environment):
        return None
    display = environment.get("DISPLAY")
    if not display:
        return "There is no display"
    problem = (x_problem or x_server_problem)(display)
    return problem and f"The display {display} {problem}"


def wanted_platforms(environment: Mapping[str, str]) -> list[str]:
    """The platform plugins that Qt tries on Linux, in order; [] without a display server."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen:
        names = [part.split(":")[0] for part in chosen.split(";")]
        return ["wayland" if name.startswith("wayland") else name for name in names if name]
    servers = (("wayland", wayland_answers(environment)), ("xcb", bool(environment.get("DISPLAY"))))
    return [name for name, there in servers if there]


def wayland_answers(environment: Mapping[str, str]) -> bool:
    """Whether a server listens at WAYLAND_DISPLAY, which may also be stale."""
    name = environment.get("WAYLAND_DISPLAY", "")
    return bool(name) and _connects(str(Path(environment.get("XDG_RUNTIME_DIR", "/"), name)))


def x_server_problem(display: str, timeout_s: float = CONNECT_TIMEOUT_S) -> str | None:
    """What is wrong with a DISPLAY; None if it accepts this user, or is on another machine, which is not checked.

    A stale one (from an old SSH or screen session) counts as none.
    """
    local = LOCAL_X.fullmatch(display)
    if local is None:
        return None
    path = f"/tmp/.X11-unix/X{local.group(1)}"
    if not any(_connects(address) for address in (path, "\0" + path)):
        return "does not answer"
    return "refuses the connection" if _refuses(display, timeout_s) else None


def _refuses(display: str, timeout_s: float) -> bool:
    """Whether the X server refuses, as for another user's session; a slow one gets the benefit of the doubt.

    The connection stays open, since a server resets when its last client leaves, and then refuses the next one.
    """
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:  # Qt needs it, too; reported elsewhere
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    answers: list[bool] = []

    def ask() -> None:
        refused = True
        for pause_s in RETRY_PAUSES_S:
            time.sleep(pause_s)
            refused = bool(xcb.xcb_connection_has_error(xcb.xcb_connect(display.encode(), None)))
            if not refused:
                break
        answers.append(refused)

    thread = threading.Thread(target=ask, name="display", daemon=True)
    thread.start()
    thread.join(timeout_s)
    return answers == [True]


def _connects(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(CONNECT_TIMEOUT_S)
        try:
            connection.connect(address)
        except OSError:
            return False
        return True
