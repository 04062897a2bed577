from __future__ import annotations

import sys
from typing import Any, ClassVar

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.events import VirtualCameraStarted, VirtualCameraStopped
from app.pipeline.frame import Frame
from app.pipeline.sinks.virtual_camera import VirtualCamera, open_device
from tests.fakes import EventLog, FakeDevices


def frame(value: int, size: tuple[int, int] = (64, 48)) -> Frame:
    return Frame(np.full((size[1], size[0], 3), value, np.uint8), value / 30, value)


def test_opens_with_the_first_composite_and_at_its_size() -> None:
    devices, events = FakeDevices(), EventLog()
    camera = VirtualCamera(30, events, devices)
    assert devices.made == []
    camera.write(frame(1, (80, 60)))
    events.wait_for(VirtualCameraStarted)
    assert (devices.made[0].width, devices.made[0].height) == (80, 60)
    camera.close()
    camera.close()
    assert devices.made[0].sink.closed
    assert events.count(VirtualCameraStopped) == 1


def test_the_newest_wins_and_another_size_is_fitted() -> None:
    devices, events = FakeDevices(), EventLog()
    camera = VirtualCamera(30, events, devices)
    camera.write(frame(1))
    events.wait_for(VirtualCameraStarted)
    for value in range(2, 40):
        camera.write(frame(value, (32, 48)))
    sent = devices.made[0].sink.wait_for(lambda each: int(each.image.max()) == 39)
    assert sent.image[:, :16].max() == 0, "black beside a picture that is narrower"
    camera.close()


def test_off_before_any_picture_came() -> None:
    devices, events = FakeDevices(), EventLog()
    camera = VirtualCamera(30, events, devices)
    camera.close()
    assert events.events == [VirtualCameraStopped()]
    assert devices.made == []
    camera.write(frame(1))


def test_without_a_device_there_is_a_reason() -> None:
    refusal = AppError("There is no virtual camera to send to", "Install one.")
    events = EventLog()
    camera = VirtualCamera(30, events, FakeDevices(refusal))
    camera.write(frame(1))
    assert events.wait_for(VirtualCameraStopped).error is refusal
    assert camera.stopped.is_set()


class _Backend:
    """One of pyvirtualcam's back ends, as documented."""

    sent: ClassVar[list[np.ndarray]] = []

    def __init__(self, *, width: int, height: int, fps: float, fourcc: int, device: str | None) -> None:
        if width > 4000:
            raise RuntimeError("too large")

    def device(self) -> str:
        return "/dev/video9"

    def native_fourcc(self) -> int | None:
        return None

    def send(self, frame: np.ndarray) -> None:
        self.sent.append(frame.copy())

    def close(self) -> None:
        pass


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> type[_Backend]:
    pyvirtualcam: Any = pytest.importorskip("pyvirtualcam", reason="the extra 'virtualcam' is not installed")
    monkeypatch.setattr(pyvirtualcam.camera, "BACKENDS", {"test": _Backend})
    monkeypatch.setattr(_Backend, "sent", [])
    return _Backend


def test_pyvirtualcam_gets_bgr_pixels(backend: type[_Backend]) -> None:
    device = open_device((64, 48), 30)
    assert (device.device, device.width, device.height) == ("/dev/video9", 64, 48)
    image = np.zeros((48, 64, 3), np.uint8)
    image[0, 0] = (1, 2, 3)
    device.send(image)
    device.close()
    assert backend.sent[0].ravel()[:3].tolist() == [1, 2, 3]


def test_what_pyvirtualcam_cannot_open_is_one_error(backend: type[_Backend]) -> None:
    with pytest.raises(AppError, match="no virtual camera") as caught:
        open_device((5000, 48), 30)
    assert caught.value.hint


def test_without_pyvirtualcam_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyvirtualcam", None)
    with pytest.raises(AppError, match="needs the package") as caught:
        open_device((64, 48), 30)
    assert "pip install pyvirtualcam" in caught.value.hint
