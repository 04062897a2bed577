"""doctor looks at cameras, the display and virtual cameras."""
from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from app.commands.doctor.check import Check
from app.pipeline.sources.camera_list import CameraInfo, list_cameras
from app.system.display import no_window_reason

GROUP_HINT = "sudo usermod -aG video $USER, then log in again"
LOOPBACK_HINT = (
    "Install v4l2loopback, then: sudo modprobe v4l2loopback exclusive_caps=1 card_label=Backdrop"
)
OBS_HINT = "Install OBS Studio: its virtual camera is used."


def check_cameras() -> Iterator[Check]:
    cameras = list_cameras()
    if not cameras:
        yield Check("cameras", "warn", "none found", "Plug one in; the demo and video files work without.")
    for number, camera in enumerate(cameras):
        yield _check_camera(number, camera)


def check_display() -> Iterator[Check]:
    reason = no_window_reason()
    if reason is None:
        yield Check("display", "ok", "a window can be opened")
    else:
        yield Check("display", "warn", reason, "The command line works without: backdrop render --help")


def check_virtual_camera(system: str = platform.system()) -> Iterator[Check]:
    if find_spec("pyvirtualcam") is None:
        yield Check("virtual camera", "warn", "not installed", "python -m pip install pyvirtualcam")
    elif system != "Linux":
        yield Check("virtual camera", "ok", "pyvirtualcam is installed; OBS Studio is needed, too", OBS_HINT)
    elif _loopback_devices():
        yield Check("virtual camera", "ok", ", ".join(_loopback_devices()))
    else:
        yield Check("virtual camera", "warn", "no loopback device", LOOPBACK_HINT)


def _check_camera(number: int, camera: CameraInfo) -> Check:
    name = f"camera:{number}"
    if camera.path.startswith("/dev/") and not os.access(camera.path, os.R_OK | os.W_OK):
        return Check(name, "warn", f"{camera.name}: not allowed to use {camera.path}", GROUP_HINT)
    return Check(name, "ok", f"{camera.name} ({camera.identity})")


def _loopback_devices() -> list[str]:
    folder = Path("/sys/devices/virtual/video4linux")
    return sorted(f"/dev/{device.name}" for device in folder.glob("video*")) if folder.is_dir() else []
