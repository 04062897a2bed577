from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.sources import camera, camera_permission
from app.pipeline.sources.camera import FAILED_READS, CameraSource
from app.pipeline.sources.camera_list import CameraInfo
from app.settings import CameraSettings

C920 = CameraInfo("C920", "046d:082d@1-2", 4, 200)
OTHER = CameraInfo("Other", "1111:2222@1-3", 0, 200)
SETTINGS = CameraSettings("camera:046d:082d@1-2", width=1280, height=720, fps=30, pixel_format="MJPG")


class Device:
    """Plays cv2.VideoCapture.

    Attributes:
        refuses: the formats with which it delivers nothing.
    """

    def __init__(
        self, *, opens: bool = True, refuses: tuple[str, ...] = (), image: Any = None, broken: bool = False
    ) -> None:
        self.opens = opens
        self.refuses = refuses
        self.image = np.full((720, 1280, 3), 90, np.uint8) if image is None else image
        self.broken = broken
        self.properties: dict[int, float] = {}
        self.order: list[int] = []
        self.released = self.grabbed = 0

    def __call__(self, index: int, backend: int) -> Device:
        self.opened_as = (index, backend)
        self.properties = {}
        self.order = []
        return self

    def isOpened(self) -> bool:
        return self.opens

    def set(self, property_id: int, value: float) -> bool:
        self.properties[property_id] = value
        self.order.append(property_id)
        return True

    def get(self, property_id: int) -> float:
        return self.properties.get(property_id, 0.0)

    def grab(self) -> bool:
        self.grabbed += 1
        return not self.broken

    def read(self) -> tuple[bool, Any]:
        code = self.properties.get(cv2.CAP_PROP_FOURCC)
        if self.broken or (code is not None and self._name(code) in self.refuses):
            return False, None
        return True, self.image.copy()

    def release(self) -> None:
        self.released += 1

    @staticmethod
    def _name(code: float) -> str:
        return int(code).to_bytes(4, "little").decode()


def opened(device: Device, settings: CameraSettings = SETTINGS) -> CameraSource:
    return CameraSource(settings, cameras=lambda: [OTHER, C920], open_capture=device)


@pytest.mark.parametrize(("ago_s", "backend", "is_believed"), [
    (0.2, cv2.CAP_V4L2, True), (3.0, cv2.CAP_V4L2, False), (-5.0, cv2.CAP_V4L2, False), (0.2, cv2.CAP_MSMF, False),
])  # fmt: skip
def test_a_frame_has_the_time_at_which_the_driver_got_it(
    monkeypatch: pytest.MonkeyPatch, ago_s: float, backend: int, is_believed: bool
) -> None:
    """Not the time at which a busy computer got to read it, if the driver uses the same clock."""
    monkeypatch.setattr(camera.time, "monotonic", lambda: 1000.0)
    device = Device()
    source = CameraSource(SETTINGS, cameras=lambda: [replace(C920, backend=backend)], open_capture=device)
    device.properties[cv2.CAP_PROP_POS_MSEC] = (1000.0 - ago_s) * 1000
    frame = source.read()
    assert frame is not None
    assert frame.time == (1000.0 - ago_s if is_believed else 1000.0)


def test_it_asks_for_the_format_first_and_for_what_the_settings_say() -> None:
    device = Device()
    source = opened(device)
    assert device.opened_as == (4, 200)
    assert device.order[0] == cv2.CAP_PROP_FOURCC
    assert device.properties[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
    wanted = (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS)
    assert [device.properties[each] for each in wanted] == [1280, 720, 30]
    assert source.info.name == "C920"
    assert source.info.source_id == "camera:046d:082d@1-2"
    assert source.info.is_device
    assert source.info.is_live


def test_pictures_are_read_only_and_counted() -> None:
    source = opened(Device())
    first, second = source.read(), source.read()
    assert first is not None
    assert second is not None
    assert (first.index, second.index) == (0, 1)
    assert not first.image.flags.writeable
    assert second.time >= first.time
    assert first.size == (1280, 720)


def test_a_camera_without_the_format_delivers_in_its_own() -> None:
    device = Device(refuses=("MJPG",))
    opened(device)
    assert cv2.CAP_PROP_FOURCC not in device.properties
    assert device.properties[cv2.CAP_PROP_FRAME_WIDTH] == 1280
    assert device.released == 1, "the first attempt was left open"


def test_auto_asks_for_no_format() -> None:
    device = Device()
    opened(device, CameraSettings("", pixel_format="auto"))
    assert cv2.CAP_PROP_FOURCC not in device.properties


@pytest.mark.parametrize(
    ("source", "index"), [("", 0), ("camera:0", 0), ("camera:1", 4), ("camera:046d:082d@moved", 4)]
)
def test_which_camera(source: str, index: int) -> None:
    device = Device()
    opened(device, CameraSettings(source))
    assert device.opened_as[0] == index


@pytest.mark.parametrize("source", ["camera:7", "camera:9999:9999@x"])
def test_a_camera_that_is_not_there(source: str) -> None:
    with pytest.raises(AppError) as caught:
        opened(Device(), CameraSettings(source))
    assert caught.value.hint


def test_no_camera_at_all() -> None:
    with pytest.raises(AppError, match="No camera is connected"):
        CameraSource(SETTINGS, cameras=list, open_capture=Device())


@pytest.mark.parametrize("device", [Device(opens=False), Device(broken=True)])
@pytest.mark.parametrize("system", ["Linux", "Windows", "Darwin", "Plan9"])
def test_busy_or_denied_says_what_to_do(
    device: Device, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_permission.platform, "system", lambda: system)
    device.released = 0
    with pytest.raises(AppError) as caught:
        opened(device)
    assert "C920" in caught.value.title
    assert caught.value.hint
    assert device.released >= 1, "the device was left open"


def test_a_single_failed_read_is_forgiven_but_many_are_not() -> None:
    device = Device()
    source = opened(device)
    assert source.read() is not None
    device.broken = True
    for _ in range(FAILED_READS - 1):
        assert source.read() is None
    device.broken = False
    assert source.read() is not None
    device.broken = True
    for _ in range(FAILED_READS - 1):
        assert source.read() is None
    with pytest.raises(AppError, match="no video"):
        source.read()


@pytest.mark.parametrize("shape", [(72, 128), (72, 128, 1), (72, 128, 4)])
def test_one_and_four_channels_become_three(shape: tuple[int, ...]) -> None:
    frame = opened(Device(image=np.full(shape, 90, np.uint8))).read()
    assert frame is not None
    assert frame.image.shape == (72, 128, 3)
    assert int(frame.image[0, 0, 0]) == 90


def test_sixteen_bits_are_not_a_frame() -> None:
    with pytest.raises(AppError):
        opened(Device(image=np.zeros((72, 128, 3), np.uint16)))


def test_close_gives_the_device_back() -> None:
    device = Device()
    opened(device).close()
    assert device.released == 1


def test_pictures_that_nobody_needs_are_taken_from_the_driver_and_not_decoded() -> None:
    device = Device()
    source = opened(device)
    for _ in range(3):
        source.skip()
    assert device.grabbed == 3
    device.broken = True
    for _ in range(FAILED_READS - 1):
        source.skip()
    with pytest.raises(AppError, match="delivers no video"):
        source.skip()
