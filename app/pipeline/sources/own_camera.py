"""Which of the cameras is Backdrop's own virtual one: as a source it would show itself."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from app.pipeline.events import Event, VirtualCameraStarted, VirtualCameraStopped
from app.pipeline.sources.camera_list import CameraInfo, list_cameras


class OwnCamera:
    """Hears from the session which virtual camera is written to; that of another program stays a source like any."""

    def __init__(self, list_all: Callable[[], list[CameraInfo]] = list_cameras) -> None:
        self._list_all = list_all
        self._device = ""

    def hear(self, event: Event) -> None:
        """To be told every event, from any thread."""
        if isinstance(event, VirtualCameraStarted):
            self._device = event.device
        elif isinstance(event, VirtualCameraStopped):
            self._device = ""

    def others(self) -> list[CameraInfo]:
        """The cameras of this machine but for that one."""
        return [camera for camera in self._list_all() if not self._is_own(camera)]

    def _is_own(self, camera: CameraInfo) -> bool:
        return bool(self._device) and self._device in (camera.path, *_names(camera))


def _names(camera: CameraInfo) -> Sequence[str]:
    """What it may be called on Windows and macOS, where a virtual camera has no path."""
    return (camera.name, camera.identity.rpartition("@")[0])
