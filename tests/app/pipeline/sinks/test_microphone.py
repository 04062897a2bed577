import threading
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest

from app.pipeline.encode.recorded_sound import RATE, Chunk, RecordedSound
from app.pipeline.events import RecorderEvent, RecordingStopped, SoundLost
from app.pipeline.frame import Frame
from app.pipeline.sinks import microphone as module
from app.pipeline.sinks.microphone import Microphone, list_microphones
from app.pipeline.sinks.recorder import Recorder
from tests.leaks import open_tone


def open_nothing(name: str) -> Any:
    raise OSError(2, "No such device", name)


def tone(samples: int) -> av.AudioFrame:
    wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(samples) / RATE)
    frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None], format="fltp", layout="mono")
    frame.sample_rate = RATE
    return frame


def loudness(path: Path) -> np.ndarray:
    """The root mean square of each tenth of a second."""
    with av.open(str(path)) as container:
        samples = np.concatenate([f.to_ndarray()[0] for f in container.decode(audio=0)])
    tenths = samples[: len(samples) // (RATE // 10) * (RATE // 10)].reshape(-1, RATE // 10)
    return np.asarray(np.sqrt((tenths**2).mean(axis=1)))


def write(path: Path, chunks: list[tuple[float, int]]) -> Path:
    with av.open(str(path), "w") as container:
        sound = RecordedSound(container)
        for seconds, samples in chunks:
            for packet in sound.encode(tone(samples), seconds):
                container.mux(packet)
        for packet in sound.finish():
            container.mux(packet)
    return path


def test_a_gap_becomes_silence_and_what_follows_stays_in_step(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [(0.0, RATE), (2.0, RATE)])
    loud = loudness(path) > 0.05
    assert loud[1:9].all()
    assert not loud[11:19].any()
    assert loud[21:29].all()


def test_a_microphone_that_gives_nothing_for_minutes_is_caught_up_with_picture_by_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    most = 0
    with av.open(str(path), "w") as container:
        sound = RecordedSound(container)
        container.mux(sound.encode(tone(RATE), 0.0))
        for picture in range(30, 4000):
            packets = sound.keep_up(picture / 30)
            most = max(most, len(packets))
            container.mux(packets)
        last = sound.encode(tone(RATE), 4000 / 30)
        container.mux([*last, *sound.finish()])
    assert most <= 50
    assert len(last) < 200
    loud = loudness(path) > 0.05
    assert loud[1:9].all()
    assert not loud[11:1330].any()
    assert loud[1335:1342].all()


def test_jitter_is_not_heard(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [(i / 10 + (0.05 if i % 2 else -0.05 * (i > 0)), RATE // 10) for i in range(20)])
    assert (loudness(path)[1:19] > 0.12).all()


def test_sound_from_before_the_first_picture_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [(-0.5, RATE // 2), (0.0, RATE // 2)])
    with av.open(str(path)) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) == pytest.approx(RATE // 2, abs=2100)


def test_a_clock_that_runs_too_fast_is_held_back(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [(i * 0.05, RATE // 10) for i in range(40)])  # twice as much sound as time
    with av.open(str(path)) as container:
        seconds = sum(frame.samples for frame in container.decode(audio=0)) / RATE
    assert seconds == pytest.approx(2.0, abs=0.4)


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


def record(
    path: Path, microphone: Microphone, seconds: float, told: list[SoundLost] | None = None
) -> RecordingStopped:
    """As a session does: a picture now and then, stamped with the clock. told: gets what is said meanwhile."""
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
    """A device that is pulled out after half a second."""
    return av.open("sine=frequency=440:sample_rate=44100:duration=0.5,arealtime", format="lavfi")


@pytest.mark.parametrize("open_device", [open_nothing, open_and_break])
def test_lost_sound_is_told_while_the_recording_goes_on(tmp_path: Path, open_device: Any) -> None:
    told: list[SoundLost] = []
    event = record(tmp_path / "take.mp4", Microphone("gone", open_device=open_device), 1.5, told)
    assert len(told) == 1
    assert "gone" in told[0].error.title
    assert event.error is not None
    assert event.seconds > 1


class Hanging:
    """A device that opens, and then gives nothing until it is let go of."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def __enter__(self) -> "Hanging":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def decode(self, audio: int) -> Any:
        self.over.wait(10)
        return iter(())


def test_a_device_that_gives_nothing_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENCE_S", 0.3)
    monkeypatch.setattr(module, "JOIN_TIMEOUT_S", 0.1)
    device, told = Hanging(), list[SoundLost]()
    event = record(tmp_path / "take.mp4", Microphone("mute", open_device=lambda _: device), 1.0, told)
    device.over.set()
    assert [lost.error.title for lost in told] == ["Nothing comes from the microphone mute"]
    assert event.error is not None
    assert "sound" in event.error.title


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
def test_what_is_no_microphone_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, listed: list[str], offered: list[str]
) -> None:
    def devices(_format: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(name=name, description=name.title(), media_types=[]) for name in listed]

    monkeypatch.setattr("av.enumerate_input_devices", devices)
    assert [found.name for found in list_microphones("Linux")] == offered
    assert [found.name for found in list_microphones("Windows")] == listed


class MacOS:
    """Plays the system's permission: nobody has been asked until somebody asks, then the answer is there."""

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
        microphone._thread.join(10.0)
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
def test_a_microphone_that_macos_denies_is_told_and_not_opened(
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
