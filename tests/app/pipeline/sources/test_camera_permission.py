from types import SimpleNamespace
from typing import Any

import pytest

from app.errors import AppError
from app.pipeline.sources import camera_permission
from app.pipeline.sources.camera_list import CameraInfo
from app.pipeline.sources.camera_permission import check_allowed

C920 = CameraInfo("C920", "046d:082d@1-2", 0, 200, "/dev/video0")


class AVFoundation:
    """Plays macOS: the answer, and how often it was asked."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.asked = 0
        self.AVCaptureDevice = SimpleNamespace(
            authorizationStatusForMediaType_=lambda media: self.status,
            requestAccessForMediaType_completionHandler_=self._ask,
        )

    def _ask(self, media: str, handler: Any) -> None:
        assert media == "vide"
        self.asked += 1


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(camera_permission.platform, "system", lambda: "Linux")
    return monkeypatch


@pytest.mark.parametrize(
    ("number", "title", "hint"),
    [(13, "No permission", "group 'video'"), (16, "in use", "Close other programs"), (19, "Cannot open", "plug")],
)
def test_linux_says_why(linux: pytest.MonkeyPatch, number: int, title: str, hint: str) -> None:
    def refuse(path: str, flags: int) -> int:
        raise OSError(number, "no", path)

    linux.setattr(camera_permission.os, "open", refuse)
    with pytest.raises(AppError, match=title) as caught:
        check_allowed(C920)
    assert hint in caught.value.hint


def test_linux_gives_the_device_back(linux: pytest.MonkeyPatch) -> None:
    closed: list[int] = []
    linux.setattr(camera_permission.os, "open", lambda path, flags: 99)
    linux.setattr(camera_permission.os, "close", closed.append)
    check_allowed(C920)
    assert closed == [99]


def test_macos_is_asked_and_the_next_attempt_finds_the_answer() -> None:
    system = AVFoundation(status=0)
    with pytest.raises(AppError, match="permission") as caught:
        camera_permission._check_macos(C920, lambda name: system)
    assert "Allow" in caught.value.hint
    assert system.asked == 1
    system.status = 3
    camera_permission._check_macos(C920, lambda name: system)
    assert system.asked == 1


@pytest.mark.parametrize("status", [1, 2])
def test_macos_denied(status: int) -> None:
    with pytest.raises(AppError, match="No permission") as caught:
        camera_permission._check_macos(C920, lambda name: AVFoundation(status))
    assert "Privacy" in caught.value.hint


def test_macos_that_cannot_be_asked_is_left_to_opencv() -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    camera_permission._check_macos(C920, missing)


def test_windows_tells_only_by_failing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_permission.platform, "system", lambda: "Windows")
    check_allowed(CameraInfo("C920", "046d:082d@7&2a3c", 0, 700, r"\\?\usb#vid_046d"))
    assert "Settings" in camera_permission.refused(C920).hint
