"""A camera of this machine, through OpenCV. Kept thin; tests use a fake device."""
from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any, Protocol

import cv2
import numpy as np

from app.errors import AppError
from app.pipeline.frame import Frame, Image
from app.pipeline.sources.camera_list import CameraInfo, find_camera, list_cameras
from app.pipeline.sources.camera_permission import BUSY_HINT, check_allowed, refused
from app.pipeline.sources.source import CAMERA_PREFIX, SourceInfo
from app.settings import CameraSettings

FIRST_READS = 5  # some cameras deliver nothing at first
FAILED_READS = 30
OLDEST_S = 1.0  # a driver whose stamps are older, or of the future, has another clock


class VideoCaptureLike(Protocol):
    """The part of cv2.VideoCapture that is used."""

    def isOpened(self) -> bool: ...  # noqa: N802 - OpenCV's name
    def set(self, property_id: int, value: float) -> bool: ...
    def get(self, property_id: int) -> float: ...
    def grab(self) -> bool: ...
    def read(self) -> tuple[bool, Any]: ...
    def release(self) -> None: ...


class CameraSource:
    """The frames of one camera, as near to the wanted size, rate and format as it can."""

    def __init__(
        self,
        settings: CameraSettings,
        *,
        cameras: Callable[[], list[CameraInfo]] = list_cameras,
        open_capture: Callable[[int, int], VideoCaptureLike] = cv2.VideoCapture,
    ) -> None:
        """Opens the camera that settings.source names ("" for the first, "camera:0" by number).

        Raises:
            AppError: it is not connected, access is denied, or it is busy.
        """
        self._camera = _chosen(settings.source, cameras())
        check_allowed(self._camera)
        self._capture, first = _open(self._camera, settings, open_capture)
        self._pending: Image | None = first
        height, width = first.shape[:2]
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.info = SourceInfo(
            self._camera.name, CAMERA_PREFIX + self._camera.identity, width, height,
            fps=fps if 0 < fps < 1000 else 0.0, is_live=True, is_device=True, silence_s=3.0,
        )  # fmt: skip
        self._index = 0
        self._failed = 0

    def read(self) -> Frame | None:
        image, self._pending = self._pending, None
        if image is None:
            image = _read(self._capture)
        self._count(image is not None)
        if image is None:
            return None
        self._index += 1
        return Frame(image, self._seen_at(time.monotonic()), self._index - 1)

    def skip(self) -> None:
        """Takes a frame from the driver without decoding it, so that none goes stale there."""
        self._pending = None
        self._count(self._capture.grab())

    def close(self) -> None:
        self._capture.release()

    def _seen_at(self, now: float) -> float:
        """When the camera took the frame that was just read, on the clock of now.

        V4L2 stamps a frame as it comes from the device. On a busy computer it is read later than that, and sound,
        which is placed by its own clock, would be early.
        """
        if self._camera.backend != cv2.CAP_V4L2:
            return now
        stamp = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        return stamp if now - OLDEST_S < stamp <= now else now

    def _count(self, came: bool) -> None:
        self._failed = 0 if came else self._failed + 1
        if self._failed >= FAILED_READS:
            raise AppError(f"The camera {self._camera.name} delivers no video", BUSY_HINT)


def _chosen(source: str, cameras: list[CameraInfo]) -> CameraInfo:
    wanted = source.removeprefix(CAMERA_PREFIX)
    if not cameras:
        raise AppError("No camera is connected", "Plug in a camera, or choose a video or the demo.")
    if not wanted:
        return cameras[0]
    if wanted.isdecimal():
        if int(wanted) < len(cameras):
            return cameras[int(wanted)]
        raise AppError(f"There is no camera number {wanted}", f"Choose a number from 0 to {len(cameras) - 1}.")
    found = find_camera(wanted, cameras)
    if found is None:
        raise AppError("The camera is not connected", "Plug it in again, or choose another one.")
    return found


def _open(
    camera: CameraInfo, settings: CameraSettings, open_capture: Callable[[int, int], VideoCaptureLike]
) -> tuple[VideoCaptureLike, Image]:
    """Tries the wanted format, then the camera's default."""
    if camera.backend == cv2.CAP_MSMF:  # otherwise opening can take half a minute
        os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
    for configure in (_configure, _configure_size, None):
        capture = open_capture(camera.index, camera.backend)
        if not capture.isOpened():
            capture.release()
            break
        if configure is not None:
            configure(capture, settings)
        for _ in range(FIRST_READS):
            image = _read(capture)
            if image is not None:
                return capture, image
        capture.release()
    raise refused(camera)


def _configure(capture: VideoCaptureLike, settings: CameraSettings) -> None:
    # The format comes first, since most drivers offer large sizes at full rate only as MJPG.
    if settings.pixel_format != "auto":
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*settings.pixel_format))
    _configure_size(capture, settings)


def _configure_size(capture: VideoCaptureLike, settings: CameraSettings) -> None:
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, settings.width)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, settings.height)
    capture.set(cv2.CAP_PROP_FPS, settings.fps)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # a stale frame is useless


def _read(capture: VideoCaptureLike) -> Image | None:
    done, image = capture.read()
    if not done or image is None or image.size == 0:
        return None
    return _as_bgr(np.asarray(image))


def _as_bgr(image: np.ndarray[Any, Any]) -> Image | None:
    """Expands the one channel of infrared cameras; anything but an 8-bit image counts as no frame."""
    if image.dtype != np.uint8:
        return None
    if image.ndim == 2 or image.shape[2] == 1:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    elif image.shape[2] == 4:
        image = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    elif image.shape[2] != 3:
        return None
    image = np.ascontiguousarray(image, dtype=np.uint8)
    image.flags.writeable = False
    return image
