"""macOS's permission for camera and microphone, which the user has to grant."""
from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, Literal

Media = Literal["vide", "soun"]
CAMERA: Media = "vide"
MICROPHONE: Media = "soun"
Answer = Literal["allowed", "denied", "not asked yet", "cannot be asked"]
NOT_ASKED_YET, ALLOWED = 0, 3  # AVAuthorizationStatus
Load = Callable[[str], Any]


def permission(media: Media, load: Load = importlib.import_module) -> Answer:
    """The user's answer; without the system's library, opening the device will tell."""
    try:
        status = load("AVFoundation").AVCaptureDevice.authorizationStatusForMediaType_(media)
    except (ImportError, AttributeError):
        return "cannot be asked"
    if status == NOT_ASKED_YET:
        return "not asked yet"
    return "allowed" if status == ALLOWED else "denied"


def ask(media: Media, load: Load = importlib.import_module) -> None:
    """Makes macOS ask the user. Returns before there is an answer; see permission()."""
    device = load("AVFoundation").AVCaptureDevice
    device.requestAccessForMediaType_completionHandler_(media, lambda _: None)
