"""Offers the composite to other programs as a camera, with pyvirtualcam: OBS Studio's camera, or v4l2loopback."""
from __future__ import annotations

import logging
import platform
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from app.errors import AppError
from app.pipeline.encode.pixels import letterbox
from app.pipeline.events import VirtualCameraStarted, VirtualCameraStopped
from app.pipeline.frame import Frame, Image
from app.pipeline.latest_slot import LatestSlot
from app.system.installing import python_call

CLOSE_TIMEOUT_S = 5.0
MISSING_IN_BUNDLE = "This package does not include it, because of its licence. Run Backdrop from source to use it."
HINTS = {
    "Linux": "It needs v4l2loopback: sudo modprobe v4l2loopback exclusive_caps=1 card_label=Backdrop",
    "Windows": "It needs OBS Studio 26 or newer, whose virtual camera is used; in OBS it must not be running.",
    "Darwin": "It needs OBS Studio 30 or newer: start its virtual camera once, stop it, quit OBS.",
}

logger = logging.getLogger(__name__)
Told = Callable[[VirtualCameraStarted | VirtualCameraStopped], None]


class Device(Protocol):
    """The part of pyvirtualcam.Camera that is used."""

    width: int
    height: int

    @property
    def device(self) -> str: ...
    def send(self, frame: Image) -> None: ...
    def close(self) -> None: ...


OpenDevice = Callable[[tuple[int, int], float], Device]


def open_device(size: tuple[int, int], fps: float) -> Device:
    """Opens the first free virtual camera. size: (width, height) px.

    Raises:
        AppError: pyvirtualcam is not installed, or there is no such camera.
    """
    try:
        import pyvirtualcam
    except ImportError as error:
        raise AppError("The virtual camera needs the package pyvirtualcam", missing_hint()) from error
    try:
        camera: Any = pyvirtualcam.Camera(*size, fps, fmt=pyvirtualcam.PixelFormat.BGR)
    except RuntimeError as error:  # the reasons of all its back ends, one line each
        logger.warning("no virtual camera: %s", error)
        raise AppError("There is no virtual camera to send to", HINTS.get(platform.system(), str(error))) from error
    return camera  # type: ignore[no-any-return]


def missing_hint() -> str:
    """How to get pyvirtualcam."""
    return MISSING_IN_BUNDLE if getattr(sys, "frozen", False) else f"{python_call()} -m pip install pyvirtualcam"


class VirtualCamera:
    """A sink for eyes: sends the latest composite, in its own thread. The first composite opens the device."""

    def __init__(self, fps: float, on_event: Told, open_device: OpenDevice = open_device) -> None:
        """Starts the thread, which calls on_event; at the end once with VirtualCameraStopped, whatever happens."""
        self._fps = fps
        self._on_event = on_event
        self._open_device = open_device
        self._slot: LatestSlot[Frame] = LatestSlot()
        self.stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual-camera", daemon=True)
        self._thread.start()

    def write(self, frame: Frame) -> None:
        """Accepts a composite; returns at once."""
        self._slot.put(frame)

    def stop(self) -> None:
        """Asks the thread to stop, and returns at once."""
        self._slot.close()

    def close(self) -> None:
        """Releases the device and waits for that. Safe to call twice."""
        self.stop()
        self._thread.join(CLOSE_TIMEOUT_S)

    def _run(self) -> None:
        error: AppError | None = None
        try:
            self._send_all()
        except AppError as problem:
            error = problem
        except Exception:  # the outermost frame of the thread: an unplugged device may raise anything
            logger.exception("the virtual camera failed")
            error = AppError("The virtual camera stopped", "Switch it on again. The log file has details.")
        self._slot.close()
        self.stopped.set()
        self._on_event(VirtualCameraStopped(error))

    def _send_all(self) -> None:
        frame = self._slot.take(None)
        if frame is None:
            return
        device = self._open_device(frame.size, self._fps)
        try:
            self._on_event(VirtualCameraStarted(device.device))
            while frame is not None:
                # Other programs expect the size to stay the same.
                device.send(np.ascontiguousarray(letterbox(frame.image, (device.width, device.height))))
                frame = self._slot.take(None)
        finally:
            device.close()
