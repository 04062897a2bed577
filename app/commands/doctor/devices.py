"""doctor's checks of cameras and virtual cameras."""
from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from app.commands.doctor.check import Check
from app.pipeline.sinks.virtual_camera import missing_hint
from app.pipeline.sources.camera_list import CameraInfo, list_cameras
from app.system.installing import SystemPackages, sudo, system_line

GROUP_HINT = "sudo usermod -aG video $USER  # then log out and in again"
LOOPBACK = SystemPackages("v4l2loopback-dkms", "v4l2loopback", "v4l2loopback-kmp-default", "v4l2loopback-dkms")
LOAD_LOOPBACK = "modprobe v4l2loopback exclusive_caps=1 card_label=Backdrop"
OBS_HINT = "Install OBS Studio from https://obsproject.com; Backdrop uses its virtual camera."


def check_cameras() -> Iterator[Check]:
    cameras = list_cameras()
    if not cameras:
        yield Check("cameras", "warn", "none found", "Plug one in. The demo and video files work without a camera.")
    for number, camera in enumerate(cameras):
        yield _check_camera(number, camera)


def check_virtual_camera(system: str = platform.system()) -> Iterator[Check]:
    """Reports both requirements at once."""
    module = find_spec("pyvirtualcam") is not None
    devices = _loopback_devices() if system == "Linux" else ["OBS Studio is also needed"]
    steps = [] if module else [missing_hint()]
    if system != "Linux":
        steps.append(OBS_HINT)
    elif not devices:
        steps += [line for line in (system_line(LOOPBACK), sudo() + LOAD_LOOPBACK) if line]
    absent = [what for what, there in (("pyvirtualcam", module), ("a loopback device", bool(devices))) if not there]
    if absent:
        yield Check("virtual camera", "warn", f"missing: {' and '.join(absent)}", "\n".join(steps))
    else:
        yield Check("virtual camera", "ok", f"pyvirtualcam; {', '.join(devices)}")


def _check_camera(number: int, camera: CameraInfo) -> Check:
    name = f"camera:{number}"
    if camera.path.startswith("/dev/") and not os.access(camera.path, os.R_OK | os.W_OK):
        return Check(name, "warn", f"{camera.name}: no permission to use {camera.path}", GROUP_HINT)
    return Check(name, "ok", f"{camera.name} ({camera.identity})")


def _loopback_devices() -> list[str]:
    folder = Path("/sys/devices/virtual/video4linux")
    return sorted(f"/dev/{device.name}" for device in folder.glob("video*")) if folder.is_dir() else []
