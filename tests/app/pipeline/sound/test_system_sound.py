
import pytest

from app.pipeline.sound import system_sound
from app.pipeline.sound.device import DEFAULT
from app.pipeline.sound.system_sound import NoSoundServerError, Source, chosen

HEADSET = Source("alsa_input.usb-1", "Headset", False, None)
WEBCAM = Source("alsa_input.usb-2", "Webcam", True, None)


@pytest.mark.parametrize(("name", "expected"), [
    (DEFAULT, WEBCAM), ("pipewire", WEBCAM), ("alsa_input.usb-1", HEADSET), ("Headset", HEADSET), ("gone", None)])
def test_what_is_chosen_is_found_by_its_key_or_by_an_older_name(name: str, expected: Source | None) -> None:
    assert chosen([HEADSET, WEBCAM], name) is expected


def test_a_missing_library_counts_as_a_missing_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_sound, "load", lambda: None)
    with pytest.raises(NoSoundServerError):
        system_sound.SoundSystem()
