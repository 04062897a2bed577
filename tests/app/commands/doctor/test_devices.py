from __future__ import annotations

import pytest

from app.commands.doctor import devices as checks_devices
from app.pipeline.sources.camera_list import CameraInfo
from tests.app.commands.doctor.checks import only


def test_a_camera_that_may_not_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    camera = CameraInfo("C920", "x@1", 0, 200, "/dev/video-that-is-not-there")
    monkeypatch.setattr(checks_devices, "list_cameras", lambda: [camera])
    check = only(checks_devices.check_cameras())
    assert check.state == "warn"
    assert "group" in check.hint or "usermod" in check.hint
