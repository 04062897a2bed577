from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.sound.chunk import Chunk
from app.pipeline.sound.desk import SoundDesk
from app.pipeline.sound.device import COMPUTER
from app.pipeline.sound.level import Level
from app.settings import SoundSettings

VOICE = SoundSettings(microphone="usb", microphone_label="Headset")


class FakeMicrophone:
    def __init__(self, name: str, label: str, treat: Callable[[Chunk], Chunk]) -> None:
        self.name, self.label, self.treat = name, label, treat
        self.error: AppError | None = None
        self.open = True
        self.chunks: list[Chunk] = []

    def hear(self, time: float) -> None:
        self.chunks.append(self.treat(Chunk(np.full((1, 4), 0.5, np.float32), time)))

    def take(self) -> list[Chunk]:
        taken, self.chunks = self.chunks, []
        return taken

    def level(self) -> Level:
        return Level(-6.0, -9.0)

    def trouble(self) -> AppError | None:
        return self.error

    def stop(self) -> None:
        self.open = False

    close = stop


@pytest.fixture
def opened() -> list[FakeMicrophone]:
    return []


def desk_of(opened: list[FakeMicrophone], settings: SoundSettings) -> SoundDesk:
    def open_one(name: str, label: str, treat: Any) -> Any:
        opened.append(FakeMicrophone(name, label, treat))
        return opened[-1]

    return SoundDesk(settings, open_one)


def names(opened: list[FakeMicrophone]) -> list[str]:
    return [microphone.name for microphone in opened if microphone.open]


def test_nothing_is_opened_before_somebody_wants_it(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, VOICE)
    desk.apply(replace(VOICE, gain_db=3))
    assert opened == []
    assert desk.level() is None
    desk.watch(True)
    assert names(opened) == ["usb"]
    assert desk.level() == Level(-6.0, -9.0)
    desk.watch(False)
    assert names(opened) == []


def test_no_microphone_chosen_is_nothing_to_watch(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, SoundSettings())
    desk.watch(True)
    assert desk.record().microphone is None
    assert opened == []


def test_another_one_is_tried_out_and_released_again(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, SoundSettings())
    desk.watch(True)
    desk.try_out("usb")
    desk.try_out("card")
    assert names(opened) == ["card"]
    desk.try_out("")
    assert names(opened) == []
    desk.try_out("usb")
    desk.try_out(None)
    assert names(opened) == []


def test_one_that_was_tried_out_and_is_chosen_stays_open(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, SoundSettings())
    desk.watch(True)
    desk.try_out("usb", "Headset")
    desk.apply(VOICE)
    desk.try_out(None)
    desk.record()
    assert len(opened) == 1
    assert names(opened) == ["usb"]


def test_a_recording_hears_what_comes_from_its_beginning_on(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, replace(VOICE, delay_ms=-100))
    desk.watch(True)
    opened[0].hear(1.0)
    tap = desk.record().microphone
    assert tap is not None
    opened[0].hear(2.0)
    assert [chunk.time for chunk in tap.take()] == pytest.approx([1.9])
    desk.watch(False)
    assert names(opened) == ["usb"], "it is recorded"
    tap.close()
    assert names(opened) == []


def test_another_microphone_is_not_before_the_recording_is_over(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, VOICE)
    desk.watch(True)
    tap = desk.record().microphone
    desk.apply(replace(VOICE, microphone="card"))
    assert names(opened) == ["usb"]
    assert tap is not None
    tap.close()
    assert names(opened) == ["card"]


def test_two_recordings_do_not_share_what_is_heard(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, VOICE)
    first = desk.record().microphone
    second = desk.record().microphone
    assert first is not None
    assert second is not None
    opened[0].hear(1.0)
    assert first.take() == []
    first.close()
    assert len(second.take()) == 1
    assert names(opened) == ["usb"]


def test_muting_holds_while_recording_and_for_the_next_microphone(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, VOICE)
    tap = desk.record().microphone
    assert tap is not None
    desk.mute(True)
    opened[0].hear(1.0)
    assert not tap.take()[0].samples.any()
    tap.close()
    desk.apply(replace(VOICE, microphone="card"))
    desk.watch(True)
    opened[-1].hear(2.0)
    assert not opened[-1].chunks[0].samples.any()
    desk.mute(False)
    opened[-1].hear(3.0)
    assert opened[-1].chunks[1].samples.any()


def test_the_computers_sound_is_heard_beside_and_closed_with_the_recording(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, replace(VOICE, computer=True, gain_db=20))
    mixed = desk.record()
    assert names(opened) == ["usb", COMPUTER]
    opened[1].hear(1.0)
    assert mixed.computer is not None
    assert mixed.computer.take()[0].samples.max() == 0.5, "gain is the microphone's"
    mixed.close()
    assert names(opened) == []


def test_one_that_is_not_heard_has_no_level_and_says_why(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, VOICE)
    desk.watch(True)
    opened[0].error = AppError("It is gone", "Plug it in.")
    assert desk.level() is None
    assert desk.trouble() == opened[0].error


def test_after_the_end_nothing_is_opened(opened: list[FakeMicrophone]) -> None:
    desk = desk_of(opened, replace(VOICE, computer=True))
    desk.watch(True)
    desk.close()
    desk.watch(True)
    assert desk.record().microphone is None
    assert names(opened) == []
