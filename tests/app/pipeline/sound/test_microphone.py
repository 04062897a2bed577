import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import av
import numpy as np
import pytest

from app.pipeline.events import RecorderEvent, RecordingStopped, SoundBack, SoundLost
from app.pipeline.frame import Frame
from app.pipeline.sinks.recorder import Recorder
from app.pipeline.sound import microphone as module
from app.pipeline.sound.chunk import RATE, Chunk
from app.pipeline.sound.device import NotConnectedError, Piece
from app.pipeline.sound.ffmpeg_sound import ContainerDevice
from app.pipeline.sound.microphone import Microphone
from tests.app.pipeline.sound.hearing import loudness
from tests.leaks import open_tone


def open_nothing(name: str) -> Any:
    raise OSError(2, "No such device", name)


def test_chunks_come_with_growing_times() -> None:
    microphone = Microphone("tone", open_device=open_tone)
    chunks: list[Chunk] = []
    patience = threading.Event()
    while len(chunks) < 8 and microphone.error is None:
        chunks += microphone.take()
        patience.wait(0.01)
    microphone.close()
    assert microphone.error is None
    times = [chunk.time for chunk in chunks]
    assert times == sorted(times)


def test_a_device_that_is_not_there_is_an_error_with_a_hint() -> None:
    microphone = Microphone("none", open_device=open_nothing)
    microphone.close()
    assert microphone.error is not None
    assert microphone.error.hint
    assert microphone.take() == []


@pytest.mark.parametrize("error", [OSError(16, "Busy"), av.error.FFmpegError(16, "Device or resource busy")])
def test_a_microphone_that_another_program_has_is_called_busy(error: Exception) -> None:
    def open_busy(name: str) -> Any:
        raise error

    microphone = Microphone("usb", label="Headset", open_device=open_busy)
    microphone.close()
    assert microphone.error is not None
    assert microphone.error.title == "The microphone Headset is busy"
    assert "Another program" in microphone.error.hint


def record(
    path: Path, microphone: Microphone, seconds: float, told: list[SoundLost] | None = None
) -> RecordingStopped:
    """Records as a session does: a frame now and then, stamped with the clock. told: receives the events."""
    events: list[RecorderEvent] = []
    recorder = Recorder(path, events.append, microphone=microphone)
    tick, begin, index = threading.Event(), monotonic(), 0
    while monotonic() < begin + seconds:
        recorder.write(Frame(np.full((48, 64, 3), index % 256, np.uint8), monotonic(), index))
        index += 1
        tick.wait(0.03)
    if told is not None:
        told += [event for event in events if isinstance(event, SoundLost)]
    recorder.close()
    assert isinstance(events[-1], RecordingStopped)
    return events[-1]


def test_a_recording_has_the_sound_of_the_microphone(tmp_path: Path) -> None:
    event = record(tmp_path / "take.mp4", Microphone("tone", open_device=open_tone), 2.0)
    assert event.error is None
    loud = loudness(event.path)
    assert len(loud) >= 12
    assert (loud[4:-1] > 0.02).all()
    with av.open(str(event.path)) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]


def test_without_the_microphone_the_pictures_are_recorded_and_it_is_said(tmp_path: Path) -> None:
    event = record(tmp_path / "take.mp4", Microphone("none", open_device=open_nothing), 0.3)
    assert event.error is not None
    assert "sound" in event.error.title
    with av.open(str(event.path)) as container:
        assert sum(1 for _ in container.decode(video=0)) > 3


def open_and_break(_name: str) -> Any:
    """A device that is unplugged after half a second."""
    return ContainerDevice(av.open("sine=frequency=440:sample_rate=44100:duration=0.5,arealtime", format="lavfi"))


@pytest.mark.parametrize("open_device", [open_nothing, open_and_break])
def test_lost_sound_is_reported_while_the_recording_continues(tmp_path: Path, open_device: Any) -> None:
    told: list[SoundLost] = []
    event = record(tmp_path / "take.mp4", Microphone("gone", open_device=open_device), 1.5, told)
    assert len(told) == 1
    assert "gone" in told[0].error.title
    assert event.error is not None
    assert event.seconds > 1


def test_the_computers_sound_is_a_second_track(tmp_path: Path) -> None:
    voice = Microphone("tone", open_device=open_tone)
    computer = Microphone("computer", open_device=lambda _: Plugged(10_000))
    events: list[Any] = []
    recorder = Recorder(tmp_path / "take.mp4", events.append, microphone=voice, computer=computer)
    tick, index, begin = threading.Event(), 0, monotonic()
    while monotonic() < begin + 30 and recorder.seconds < 1.5:
        recorder.write(Frame(np.full((48, 64, 3), index % 256, np.uint8), monotonic(), index))
        index += 1
        tick.wait(0.03)
    recorder.close()
    assert events[-1].error is None
    assert not events[-1].silent
    with av.open(str(events[-1].path)) as container:
        tracks = [stream.metadata.get("handler_name") for stream in container.streams.audio]
    assert tracks == ["Microphone", "Computer"]
    for track in range(2):
        assert (loudness(events[-1].path, track)[5:-2] > 0.02).any()


class Hanging:
    """A device that opens, and then delivers nothing until it is released."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def read(self, timeout_s: float) -> None:
        self.over.wait(10)

    def close(self) -> None:
        """Nothing to close."""


def test_a_silent_device_is_reported_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENCE_S", 0.3)
    monkeypatch.setattr(module, "JOIN_TIMEOUT_S", 0.1)
    device, told = Hanging(), list[SoundLost]()
    event = record(tmp_path / "take.mp4", Microphone("mute", open_device=lambda _: device), 1.0, told)
    device.over.set()
    assert [lost.error.title for lost in told] == ["No sound comes from the microphone mute"]
    assert event.error is not None
    assert "sound" in event.error.title


class Plugged:
    """A device that delivers a tone, 20 ms at a time, for as long as it is plugged in."""

    def __init__(self, pieces: int) -> None:
        self._pieces = pieces
        self._begun = monotonic()
        self._given = 0

    def read(self, timeout_s: float) -> Piece | None:
        if self._given == self._pieces:
            raise OSError("pulled out")
        threading.Event().wait(max(0.0, self._begun + (self._given + 1) / 50 - monotonic()))
        times = (self._given * RATE // 50 + np.arange(RATE // 50)) / RATE
        self._given += 1
        return Piece((0.3 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)[None], monotonic())

    def close(self) -> None:
        """Nothing to close."""


def test_a_microphone_that_is_unplugged_and_plugged_in_again_reconnects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGAIN_S", 0.1)
    absent = [lambda: open_absent("mic")] * 2
    ways: Iterator[Callable[[], Any]] = iter([lambda: Plugged(30), *absent, lambda: Plugged(10_000)])
    microphone = Microphone("mic", label="Headset", open_device=lambda _: next(ways)())
    events: list[Any] = []
    recorder = Recorder(tmp_path / "take.mp4", events.append, microphone=microphone)
    tick, index, deadline = threading.Event(), 0, monotonic() + 30
    back: float | None = None
    while monotonic() < deadline and (back is None or recorder.seconds < back + 1.0):
        recorder.write(Frame(np.full((48, 64, 3), index % 256, np.uint8), monotonic(), index))
        index += 1
        if back is None and SoundBack() in events:
            back = recorder.seconds
        tick.wait(0.03)
    recorder.close()
    assert [type(event) for event in events] == [SoundLost, SoundBack, RecordingStopped]
    loud = loudness(events[-1].path) > 0.05
    gap = [number for number, heard in enumerate(loud[:-1]) if not heard and loud[:number].any()]
    assert len([number for number in gap if loud[number:].any()]) >= 2
    assert loud[-6:-2].all()


def open_absent(name: str) -> Any:
    raise NotConnectedError(name)


def test_a_missing_microphone_is_reported_by_its_name_for_people() -> None:
    microphone = Microphone("alsa_input.usb-1", label="Headset", open_device=open_absent)
    microphone.close()
    assert microphone.error is not None
    assert microphone.error.title == "The microphone Headset is not connected"


class MacOS:
    """Plays the system's permission: not asked yet; once asked, the answer is there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: str, *, asked_before: bool = False) -> None:
        self.said = answer if asked_before else "not asked yet"
        self.asked: list[str] = []
        self._answer = answer
        self.opened: list[str] = []
        monkeypatch.setattr(module, "ANSWER_LOOK_S", 0.001)
        monkeypatch.setattr(module.platform, "system", lambda: "Darwin")
        monkeypatch.setattr(module, "permission", lambda media: self.said)
        monkeypatch.setattr(module, "ask", self._ask)

    def _ask(self, media: str) -> None:
        self.asked.append(media)
        self.said = self._answer

    def listen(self) -> Microphone:
        microphone = Microphone("headset", open_device=self._open)
        while microphone.error is None:
            threading.Event().wait(0.001)
        microphone.close()
        return microphone

    def _open(self, name: str) -> Any:
        self.opened.append(name)
        return open_nothing(name)


def test_macos_asks_for_the_microphone_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    system = MacOS(monkeypatch, "allowed")
    system.listen().close()
    assert (system.asked, system.opened) == (["soun"], ["headset"])


def test_macos_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    system = MacOS(monkeypatch, "allowed", asked_before=True)
    system.listen().close()
    assert (system.asked, system.opened) == ([], ["headset"])


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_microphone_that_macos_denies_is_reported_and_not_opened(
    monkeypatch: pytest.MonkeyPatch, asked_before: bool
) -> None:
    system = MacOS(monkeypatch, "denied", asked_before=asked_before)
    microphone = system.listen()
    assert microphone.error is not None
    assert "Not allowed" in microphone.error.title
    assert "Microphone" in microphone.error.hint
    assert system.opened == []


def test_a_question_that_nobody_answers_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    system = MacOS(monkeypatch, "not asked yet")
    microphone = Microphone("headset", open_device=system._open)
    microphone.close()
    assert not microphone._thread.is_alive()


def test_elsewhere_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    system = MacOS(monkeypatch, "denied", asked_before=True)
    monkeypatch.setattr(module.platform, "system", lambda: "Linux")
    system.listen().close()
    assert system.opened == ["headset"]
