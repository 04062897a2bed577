"""Whether this program may use the camera; each system denies it in its own way."""
from __future__ import annotations

import errno
import importlib
import os
import platform
from collections.abc import Callable
from typing import Any

from app.errors import AppError
from app.pipeline.sources.camera_list import CameraInfo
from app.system.macos_permission import CAMERA, ask, permission

BUSY_HINT = "Close other programs that use the camera (video calls, the browser), or plug it in again."
DENIED_HINTS = {
    "Linux": "Add yourself to the group 'video' (sudo usermod -aG video $USER), then log in again.",
    "Darwin": "Allow Backdrop under System Settings > Privacy & Security > Camera, then start it again.",
    "Windows": "Allow desktop apps to use the camera under Settings > Privacy & security > Camera. "
    "If they are allowed, close other programs that use the camera.",
}


def check_allowed(camera: CameraInfo) -> None:
    """Asks the system before a camera is opened, if possible (on Windows, opening simply fails).

    Raises:
        AppError: access is denied or not granted yet, or the camera is in use.
    """
    if platform.system() == "Darwin":
        _check_macos(camera)
    elif camera.path.startswith("/dev/"):
        _check_device_file(camera)


def refused(camera: CameraInfo) -> AppError:
    """The error for a camera that should work but does not start."""
    system = platform.system()
    # On Linux a denial was detected earlier, so the camera is in use.
    hint = BUSY_HINT if system == "Linux" else DENIED_HINTS.get(system, BUSY_HINT)
    return AppError(f"The camera {camera.name} does not start: it is in use or not allowed", hint)


def _check_device_file(camera: CameraInfo) -> None:
    try:
        os.close(os.open(camera.path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            raise AppError(f"No permission to use the camera {camera.name}", DENIED_HINTS["Linux"]) from error
        if error.errno == errno.EBUSY:
            raise AppError(f"The camera {camera.name} is in use", BUSY_HINT) from error
        raise AppError(f"Cannot open the camera {camera.name}", "Unplug it and plug it in again.") from error


def _check_macos(camera: CameraInfo, load: Callable[[str], Any] = importlib.import_module) -> None:
    """Asks macOS, since OpenCV asks from the main thread only. A later attempt finds the answer."""
    os.environ.setdefault("OPENCV_AVFOUNDATION_SKIP_AUTH", "1")
    answer = permission(CAMERA, load)
    if answer == "not asked yet":
        ask(CAMERA, load)
        title = "Waiting for permission to use the camera"
        raise AppError(title, "Click Allow when macOS asks.")
    if answer == "denied":
        raise AppError(f"No permission to use the camera {camera.name}", DENIED_HINTS["Darwin"])
