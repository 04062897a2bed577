import json

import pytest

from app.cli import main
from app.pipeline.sources.camera_list import CameraInfo

CAMERA = CameraInfo("C920", "046d:082d@1-2", 0, 200, "/dev/video0")


def test_cameras_are_listed_by_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.commands.devices.list_cameras", lambda: [CAMERA])
    assert main(["devices"]) == 0
    assert capsys.readouterr().out.startswith("camera:0  C920")
    assert main(["devices", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["cameras"]
    assert listed == [
        {"number": 0, "name": "C920", "identity": "046d:082d@1-2", "index": 0, "backend": 200, "path": "/dev/video0"}
    ]


def test_without_a_camera_it_says_what_else_there_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.commands.devices.list_cameras", list)
    assert main(["devices"]) == 0
    assert "demo" in capsys.readouterr().out
