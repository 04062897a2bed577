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


@pytest.mark.parametrize(
    ("module", "devices", "state", "steps"),
    [
        (True, ["/dev/video9"], "ok", 0),
        (False, ["/dev/video9"], "warn", 1),
        (True, [], "warn", 2),
        (False, [], "warn", 3),
    ],
)
def test_every_step_to_a_virtual_camera_is_reported_at_once(
    monkeypatch: pytest.MonkeyPatch, module: bool, devices: list[str], state: str, steps: int
) -> None:
    monkeypatch.setattr(checks_devices, "find_spec", lambda _: object() if module else None)
    monkeypatch.setattr(checks_devices, "_loopback_devices", lambda: devices)
    monkeypatch.setattr("app.system.installing.shutil.which", lambda name: name if name == "apt-get" else None)
    check = only(checks_devices.check_virtual_camera("Linux"))
    assert check.state == state
    assert len(check.hint.splitlines()) == steps
    assert all("pip install" in line or "apt-get install" in line or "modprobe" in line
               for line in check.hint.splitlines())  # fmt: skip


def test_a_package_is_not_told_to_use_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_devices, "find_spec", lambda _: None)
    monkeypatch.setattr(checks_devices, "_loopback_devices", lambda: ["/dev/video9"])
    monkeypatch.setattr("sys.frozen", True, raising=False)
    hint = only(checks_devices.check_virtual_camera("Linux")).hint
    assert "from source" in hint
    assert "pip" not in hint


def test_elsewhere_obs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_devices, "find_spec", lambda _: None)
    assert "OBS" in only(checks_devices.check_virtual_camera("Windows")).hint
