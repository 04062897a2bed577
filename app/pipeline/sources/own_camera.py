"""Recognises Backdrop's own virtual camera, which would show itself if used as a source."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from app.pipeline.events import Event, VirtualCameraStarted, VirtualCameraStopped
from app.pipeline.sources.camera_list import CameraInfo, list_cameras


class OwnCamera:
    """Learns from the session's events which virtual camera is Backdrop's; those of other programs stay sources."""

    def __init__(self, list_all: Callable[[], list[CameraInfo]] = list_cameras) -> None:
        self._list_all = list_all
        self._device = ""

    def hear(self, event: Event) -> None:
        """Receives every event, from any thread."""
        if isinstance(event, VirtualCameraStarted):
            self._device = event.device
        elif isinstance(event, VirtualCameraStopped):
            self._device = ""

    def others(self) -> list[CameraInfo]:
        """The cameras of this machine, without that one."""
        return [camera for camera in self._list_all() if not self._is_own(camera)]

    def _is_own(self, camera: CameraInfo) -> bool:
        return bool(self._device) and self._device in (camera.path, *_names(camera))


def _names(camera: CameraInfo) -> Sequence[str]:
    """Its possible names on Windows and macOS, where a virtual camera has no path."""
    return (camera.name, camera.identity.rpartition("@")[0])
