from typing import Any

import pytest

from app.pipeline.sound import devices, system_sound
from app.pipeline.sound.device import COMPUTER, DEFAULT, MicrophoneInfo
from app.pipeline.sound.devices import list_microphones, named, open_device
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


def test_listing_does_not_fail_where_there_is_nothing() -> None:
    assert isinstance(list_microphones(), list)
    assert list_microphones("Plan 9") == []
