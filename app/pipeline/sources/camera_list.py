"""Lists cameras, under identities that survive replugging and restarts."""
from __future__ import annotations

import platform
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import cv2
from cv2_enumerate_cameras import enumerate_cameras

from app.paths import APP_NAME

BACKENDS: dict[str, tuple[int, ...]] = {
    "Linux": (cv2.CAP_V4L2,),
    # DirectShow opens at once, while Media Foundation takes seconds, but it misses some cameras.
    "Windows": (cv2.CAP_DSHOW, cv2.CAP_MSMF),
    "Darwin": (cv2.CAP_AVFOUNDATION,),
}
VIRTUAL = Path("/sys/devices/virtual/video4linux")
WINDOWS_INSTANCE = re.compile(r"#([^#]+)#\{")


class Listed(Protocol):
    """What the enumeration library reports about a camera."""

    index: int
    name: str
    path: str | None
    vid: int | None
    pid: int | None
    backend: int


@dataclass(frozen=True)
class CameraInfo:
    """A connected camera.

    Attributes:
        name: for users; two of the same model are numbered ("C920", "C920 (2)").
        identity: MODEL@PORT. MODEL is VID:PID and, if readable, the serial number, else the name; PORT is where
            it is plugged in. Stable across restarts; see find_camera for a change of port.
        index, backend: what cv2.VideoCapture needs now; must never be stored.
        path: the device file, if there is one.
    """

    name: str
    identity: str
    index: int
    backend: int
    path: str = ""

    @property
    def model(self) -> str:
        return self.identity.rpartition("@")[0]


def list_cameras(enumerate_all: Callable[[int], Iterable[Listed]] = enumerate_cameras) -> list[CameraInfo]:
    """The cameras of this machine, in the system's order. Cheap; opens none of them.

    Leaves out a loopback device made for Backdrop's own output, as doctor advises.
    """
    cameras: dict[str, CameraInfo] = {}
    for backend in BACKENDS.get(platform.system(), (cv2.CAP_ANY,)):
        listed = sorted(enumerate_all(backend), key=lambda camera: camera.index)
        listed = [camera for camera in listed if not (camera.name == APP_NAME and _is_virtual(camera.path or ""))]
        for camera in _told_apart([_info(camera) for camera in listed]):
            cameras.setdefault(camera.identity, camera)
    return _numbered(list(cameras.values()))


def find_camera(identity: str, cameras: Iterable[CameraInfo]) -> CameraInfo | None:
    """The camera with that identity; one that moved to another port is found as long as its model is unique."""
    known = list(cameras)
    for camera in known:
        if camera.identity == identity:
            return camera
    same_model = [camera for camera in known if camera.model == identity.rpartition("@")[0]]
    return same_model[0] if len(same_model) == 1 else None


def _info(camera: Listed) -> CameraInfo:
    path = camera.path or ""
    device = _usb_device(path)
    model = camera.name if camera.vid is None or camera.pid is None else f"{camera.vid:04x}:{camera.pid:04x}"
    serial = _serial(device)
    return CameraInfo(
        name=camera.name or f"Camera {camera.index}",
        identity=f"{model}:{serial}@{_port(path, device)}" if serial else f"{model}@{_port(path, device)}",
        index=camera.index,
        backend=camera.backend,
        path=path,
    )


def _is_virtual(path: str) -> bool:
    """Linux: whether /dev/videoN belongs to no hardware."""
    return path.startswith("/dev/") and (VIRTUAL / Path(path).name).exists()


def _usb_device(path: str) -> Path | None:
    """Linux: the folder of the USB interface that /dev/videoN belongs to."""
    if not path.startswith("/dev/"):
        return None
    device = Path("/sys/class/video4linux", Path(path).name, "device")
    return device.resolve() if device.exists() else None


def _serial(interface: Path | None) -> str:
    serial = interface.parent / "serial" if interface else None
    try:
        return serial.read_text(encoding="utf-8", errors="replace").strip() if serial else ""
    except OSError:  # most cameras have none
        return ""


def _port(path: str, interface: Path | None) -> str:
    if interface is not None:
        return interface.name
    instance = WINDOWS_INSTANCE.search(path)
    return instance.group(1) if instance else path


def _told_apart(cameras: list[CameraInfo]) -> list[CameraInfo]:
    """Numbers several streams of one device (colour and infrared) '#2', '#3' ... in the system's order."""
    counts = _repeats(camera.identity for camera in cameras)
    return [
        camera if count == 1 else replace(camera, identity=f"{camera.identity}#{count}")
        for camera, count in zip(cameras, counts, strict=True)
    ]


def _numbered(cameras: list[CameraInfo]) -> list[CameraInfo]:
    counts = _repeats(camera.name for camera in cameras)
    return [
        camera if count == 1 else replace(camera, name=f"{camera.name} ({count})")
        for camera, count in zip(cameras, counts, strict=True)
    ]


def _repeats(texts: Iterable[str]) -> list[int]:
    """For each text, its ordinal among equal ones, from 1."""
    seen: Counter[str] = Counter()
    result = []
    for text in texts:
        seen[text] += 1
        result.append(seen[text])
    return result
