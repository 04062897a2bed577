from types import SimpleNamespace

import pytest

from app.pipeline.sound.ffmpeg_sound import list_containers


@pytest.mark.parametrize(("listed", "offered"), [
    (["null", "speexrate", "jack", "oss", "default"], []),
    (["null", "default", "pulse", "pipewire", "jack"], ["pipewire"]),
    (["default", "sysdefault:CARD=Webcam", "hw:CARD=Webcam,DEV=0", "plughw:CARD=Webcam,DEV=0",
      "dsnoop:CARD=Webcam,DEV=0", "front:CARD=Webcam,DEV=0", "hw:CARD=USB,DEV=1"],
     ["default", "plughw:CARD=Webcam,DEV=0", "hw:CARD=USB,DEV=1"]),
    (["pulse", "default", "usbstream:CARD=PCH", "sysdefault:CARD=PCH"], ["pulse", "sysdefault:CARD=PCH"]),
])
def test_only_microphones_are_offered(
    monkeypatch: pytest.MonkeyPatch, listed: list[str], offered: list[str]
) -> None:
    def devices(_format: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(name=name, description=name.title(), media_types=[]) for name in listed]

    monkeypatch.setattr("av.enumerate_input_devices", devices)
    assert [found.name for found in list_containers("Linux")] == offered
    assert [found.name for found in list_containers("Windows")] == listed
