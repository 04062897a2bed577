from __future__ import annotations

import pytest

from app.errors import AppError
from app.pipeline.events import EngineFailed, VirtualCameraStarted, VirtualCameraStopped
from app.pipeline.sources.camera_list import CameraInfo
from app.pipeline.sources.own_camera import OwnCamera

C920 = CameraInfo("C920", "046d:082d@1-2", 0, 200, "/dev/video0")
LOOPBACK = CameraInfo("Dummy video device", "Dummy video device@/dev/video10", 10, 200, "/dev/video10")
PHONE = CameraInfo("Droidcam", "Droidcam@/dev/video11", 11, 200, "/dev/video11")
OBS = CameraInfo("OBS Virtual Camera", "OBS Virtual Camera@{A3}", 1, 700)


@pytest.mark.parametrize(("own", "device"), [(LOOPBACK, "/dev/video10"), (OBS, "OBS Virtual Camera")])
def test_the_virtual_camera_is_not_a_source_while_it_is_written_to(own: CameraInfo, device: str) -> None:
    cameras = OwnCamera(lambda: [C920, own, PHONE])
    assert cameras.others() == [C920, own, PHONE]
    cameras.hear(VirtualCameraStarted(device))
    cameras.hear(EngineFailed(AppError("of another kind")))
    assert cameras.others() == [C920, PHONE]
    cameras.hear(VirtualCameraStopped())
    assert cameras.others() == [C920, own, PHONE]


def test_a_second_one_of_the_same_name_is_known_by_its_model() -> None:
    second = CameraInfo("OBS Virtual Camera (2)", "OBS Virtual Camera@{B4}", 2, 700)
    cameras = OwnCamera(lambda: [second])
    cameras.hear(VirtualCameraStarted("OBS Virtual Camera"))
    assert cameras.others() == []
