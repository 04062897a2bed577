from types import SimpleNamespace
from typing import Any

import pytest

from app.pipeline.sound import devices, system_sound
from app.pipeline.sound.device import COMPUTER, DEFAULT, MicrophoneInfo
from app.pipeline.sound.devices import list_microphones, named, open_device
from app.pipeline.sound.ffmpeg_sound import list_containers
from app.pipeline.sound.system_sound import NoSoundServerError, Source, chosen

HEADSET = Source("alsa_input.usb-1", "Headset", False, None)
WEBCAM = Source("alsa_input.usb-2", "Webcam", True, None)
SECOND = Source("alsa_input.usb-3", "Webcam", False, None)


def test_the_default_comes_first_and_says_what_it_is() -> None:
    assert named([HEADSET, WEBCAM]) == [
        MicrophoneInfo(DEFAULT, "System default (Webcam)"),
        MicrophoneInfo("alsa_input.usb-1", "Headset"),
        MicrophoneInfo("alsa_input.usb-2", "Webcam"),
    ]
    assert named([]) == []


def test_two_of_one_name_can_be_told_apart() -> None:
    assert [found.label for found in named([WEBCAM, SECOND])][1:] == ["Webcam", "Webcam (2)"]


@pytest.mark.parametrize(("name", "expected"), [
    (DEFAULT, WEBCAM), ("pipewire", WEBCAM), ("alsa_input.usb-1", HEADSET), ("Headset", HEADSET), ("gone", None)])
def test_what_is_chosen_is_found_by_its_key_or_by_an_older_name(name: str, expected: Source | None) -> None:
    assert chosen([HEADSET, WEBCAM], name) is expected


def test_without_a_microphone_there_is_no_default() -> None:
    assert chosen([], DEFAULT) is None


def no_server(*_: object) -> Any:
    raise NoSoundServerError("none")


def test_without_a_sound_server_ffmpeg_opens_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "SoundSystem", no_server)
    monkeypatch.setattr(system_sound, "SoundSystem", no_server)
    opened: list[str] = []
    monkeypatch.setattr(devices.ffmpeg_sound, "open_container", opened.append)
    monkeypatch.setattr(devices.ffmpeg_sound, "list_containers", lambda system: [MicrophoneInfo("hw:1", "Card")])
    assert list_microphones("Linux") == [MicrophoneInfo("hw:1", "Card")]
    open_device("hw:1")
    assert opened == ["hw:1"]


def test_what_the_loudspeakers_play_needs_a_sound_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_sound, "SoundSystem", no_server)
    with pytest.raises(OSError, match="none"):
        open_device(COMPUTER)


def test_a_missing_library_counts_as_a_missing_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_sound, "load", lambda: None)
    with pytest.raises(NoSoundServerError):
        system_sound.SoundSystem()


def test_listing_does_not_fail_where_there_is_nothing() -> None:
    assert isinstance(list_microphones(), list)
    assert list_microphones("Plan 9") == []


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
