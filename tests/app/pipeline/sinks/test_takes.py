import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.events import RecordingFailed, RecordingPaused, RecordingStarted, RecordingStopped
from app.pipeline.frame import Frame
from app.pipeline.sinks.takes import Takes
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_settings import TakeSettings
from app.settings import RecordSettings
from tests.fakes import CollectingRecorder, CollectingRecorders, EventLog

SETTINGS = RecordSettings()
LONG_S = 20.0


class HungFolder:
    """Responds only once the door is open, except for a recording to other_path."""

    def __init__(self, recorders: CollectingRecorders, other_path: Path) -> None:
        self.door, self.touched = threading.Event(), threading.Semaphore(0)
        self._recorders, self._other_path = recorders, other_path

    def __call__(self, settings: RecordSettings, told: Any, path: Path | None) -> CollectingRecorder:
        if path != self._other_path:
            self.touched.release()
            assert self.door.wait(LONG_S)
        return self._recorders(settings, told, path)


@pytest.fixture
def takes(recorders: CollectingRecorders, events: EventLog) -> Takes:
    return Takes(recorders, events)


@pytest.fixture
def folder(recorders: CollectingRecorders) -> Iterator[HungFolder]:
    hung = HungFolder(recorders, Path("good.mp4"))
    yield hung
    hung.door.set()


def frame(channels: int = 3) -> Frame:
    return Frame(np.zeros((48, 64, channels), np.uint8), 0.0, 0)


def test_starting_twice_starts_one_recording(takes: Takes, recorders: CollectingRecorders, events: EventLog) -> None:
    takes.start(SETTINGS, None)
    takes.start(SETTINGS, None)
    assert len(recorders.made) == 1
    assert events.count(RecordingStarted) == 1


def test_nothing_is_written_before_the_start_and_after_the_end(takes: Takes, recorders: CollectingRecorders) -> None:
    takes.write(frame(), None, None)
    takes.start(SETTINGS, None)
    takes.write(frame(), None, None)
    takes.stop()
    takes.write(frame(), None, None)
    assert len(recorders.made[0].sink.frames) == 1


@pytest.mark.parametrize("transparent", [False, True])
def test_only_a_transparent_recording_gets_the_person_alone(
    takes: Takes, recorders: CollectingRecorders, transparent: bool
) -> None:
    takes.start(SETTINGS, None)
    recorders.made[0].transparent = transparent
    takes.write(frame(), None, frame(4))
    takes.write(frame(), None, None)
    channels = [each.image.shape[2] for each in recorders.made[0].sink.frames]
    assert channels == [4 if transparent else 3, 3]


@dataclass
class KeepingRecorder(CollectingRecorder):
    """Wants the camera's picture beside the composite."""

    kept: list[KeptFrame] = field(default_factory=list)

    def write_kept(self, kept: KeptFrame) -> None:
        self.kept.append(kept)


def test_a_take_that_keeps_the_camera_gets_moments_and_no_composites(events: EventLog) -> None:
    recorder = KeepingRecorder(Path("take.mkv"), events)
    takes = Takes(lambda *_: recorder, events)
    assert not takes.keeps_camera
    takes.start(SETTINGS, None)
    assert takes.keeps_camera
    assert events.wait_for(RecordingStarted).keeps_camera
    kept = KeptFrame(None, (64, 48), 0.0, None, "alone", True, TakeSettings())
    takes.write(frame(), kept, None)
    takes.write(frame(), None, None)
    assert recorder.kept == [kept]
    assert recorder.sink.frames == []
    takes.pause(True)
    assert not takes.keeps_camera


def test_a_recording_that_ended_by_itself_makes_room_for_another(
    takes: Takes, recorders: CollectingRecorders
) -> None:
    takes.start(SETTINGS, None)
    recorders.made[0].stop()  # the disk is full
    takes.follow()
    assert takes.recording is None
    takes.start(SETTINGS, None)
    assert takes.recording is recorders.made[1]


def test_a_folder_that_hangs_is_reported_once_and_holds_nothing_up(
    folder: HungFolder, recorders: CollectingRecorders, events: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = Takes(folder, events)
    takes.start(SETTINGS, None)
    assert takes.recording is None
    assert folder.touched.acquire(timeout=LONG_S)
    takes.start(SETTINGS, None)  # an impatient second press
    takes.follow()
    assert events.count(RecordingFailed) == 0
    monkeypatch.setattr("app.pipeline.sinks.take.START_TIMEOUT_S", 0.0)
    for _ in range(3):
        takes.follow()
    assert events.count(RecordingFailed) == 1
    assert "does not answer" in events.wait_for(RecordingFailed).error.title
    folder.door.set()
    assert recorders.first.wait(LONG_S)
    assert recorders.made[0].asked.wait(LONG_S)
    assert (events.count(RecordingStarted), events.count(RecordingStopped)) == (0, 0)


def test_another_folder_works_while_one_hangs(
    folder: HungFolder, events: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = Takes(folder, events)
    monkeypatch.setattr("app.pipeline.sinks.take.START_TIMEOUT_S", 0.0)
    takes.start(SETTINGS, Path("hung.mp4"))
    assert takes.recording is None
    monkeypatch.undo()
    takes.start(SETTINGS, Path("good.mp4"))
    takes.follow()
    assert events.wait_for(RecordingStarted).path == Path("good.mp4")
    takes.stop()
    takes.wait()


def test_a_recording_that_is_stopped_while_its_folder_hangs_leaves_nothing(
    folder: HungFolder, recorders: CollectingRecorders, events: EventLog
) -> None:
    takes = Takes(folder, events)
    takes.start(SETTINGS, None)
    takes.stop()
    takes.wait()  # does not wait for the folder
    folder.door.set()
    assert recorders.first.wait(LONG_S)
    assert recorders.made[0].asked.wait(LONG_S)
    assert events.events == []


def test_a_file_that_cannot_be_finished_is_reported_once_and_not_waited_for(
    takes: Takes, recorders: CollectingRecorders, events: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes.start(SETTINGS, Path("take.mp4"))
    hung = recorders.made[0]
    hung.hangs = True
    takes.stop()
    assert events.count(RecordingStopped) == 0
    hung.bytes += 1  # it still grows
    monkeypatch.setattr("app.pipeline.sinks.take.STOP_TIMEOUT_S", -1.0)
    for _ in range(3):
        takes.follow()
    stopped = events.wait_for(RecordingStopped)
    assert stopped.error is not None
    assert "does not answer" in stopped.error.title
    assert stopped.path == Path("take.part.mp4")
    hung.hangs = False
    hung.stop()  # the folder responds again
    assert events.count(RecordingStopped) == 1
    hung.hangs = True
    takes.wait()
    assert not hung.waited_for


def test_a_recording_is_paused_and_resumed(takes: Takes, recorders: CollectingRecorders, events: EventLog) -> None:
    takes.pause(True)  # nothing is running, so there is nothing to report
    takes.start(SETTINGS, None)
    takes.pause(True)
    takes.pause(True)
    assert recorders.made[0].paused
    takes.pause(False)
    assert not recorders.made[0].paused
    told = [event.paused for event in events.events if isinstance(event, RecordingPaused)]
    assert told == [True, False]


def test_a_recording_that_cannot_start_is_reported(events: EventLog) -> None:
    def refuse(*_: object) -> Any:
        raise AppError("The disk is full", "Free some space.")

    takes = Takes(refuse, events)
    takes.start(SETTINGS, None)
    assert takes.recording is None
    assert events.wait_for(RecordingFailed).error.title == "The disk is full"
