import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.events import (
    RecordingFailed,
    RecordingStarted,
    RecordingStopped,
    SnapshotFailed,
    SnapshotSaved,
    VirtualCameraStarted,
    VirtualCameraStopped,
)
from app.pipeline.frame import Frame, Image
from app.pipeline.sinks.outputs import Outputs
from app.pipeline.sinks.recording_start import start_recording
from app.pipeline.sinks.virtual_camera import VirtualCamera
from app.settings import RecordSettings
from tests.fakes import CollectingRecorders, EventLog, FakeDevices

SETTINGS = RecordSettings()


def frame(index: int = 0) -> Frame:
    return Frame(np.full((48, 64, 3), index, np.uint8), index / 30, index)


def save(image: Image, settings: RecordSettings) -> Path:
    return Path(f"{int(image[0, 0, 0])}.png")


@pytest.fixture
def devices() -> FakeDevices:
    return FakeDevices()


@pytest.fixture
def outputs(events: EventLog, recorders: CollectingRecorders, devices: FakeDevices) -> Outputs:
    return Outputs(events, recorders, save, partial(VirtualCamera, open_device=devices))


def test_nothing_is_wanted_at_first(outputs: Outputs, recorders: CollectingRecorders) -> None:
    assert not outputs.fulfil_wishes()
    outputs.close()
    assert recorders.made == []


def test_a_recording_from_start_to_stop(
    outputs: Outputs, recorders: CollectingRecorders, events: EventLog
) -> None:
    outputs.start_recording(SETTINGS, Path("a.mp4"))
    assert recorders.made == [], "opened in the thread that asked"
    for index in range(3):
        assert outputs.fulfil_wishes()
        outputs.write(frame(index))
    outputs.stop_recording()
    assert not outputs.fulfil_wishes()
    assert [each.index for each in recorders.made[0].sink.frames] == [0, 1, 2]
    assert [type(event) for event in events.events] == [RecordingStarted, RecordingStopped]
    assert events.wait_for(RecordingStarted).path == Path("a.mp4")
    outputs.close()


def test_starting_twice_is_starting_once(outputs: Outputs, recorders: CollectingRecorders) -> None:
    outputs.start_recording(SETTINGS, None)
    outputs.start_recording(SETTINGS, None)
    assert outputs.fulfil_wishes()
    assert len(recorders.made) == 1


def test_a_recorder_that_ends_by_itself_makes_room_for_another(
    outputs: Outputs, recorders: CollectingRecorders
) -> None:
    outputs.start_recording(SETTINGS, None)
    assert outputs.fulfil_wishes()
    recorders.made[0].stop()  # the disk is full
    assert not outputs.fulfil_wishes()
    assert outputs.recording is None
    outputs.start_recording(SETTINGS, None)
    assert outputs.fulfil_wishes()
    assert len(recorders.made) == 2


def test_a_recording_that_cannot_start(events: EventLog) -> None:
    def refuse(*_: object) -> Any:
        raise AppError("The disk is full", "Free some space.")

    outputs = Outputs(events, refuse, save, VirtualCamera)
    outputs.start_recording(SETTINGS, None)
    assert not outputs.fulfil_wishes()
    assert events.wait_for(RecordingFailed).error.title == "The disk is full"


def test_close_finishes_what_runs_and_opens_nothing_more(
    outputs: Outputs, recorders: CollectingRecorders, events: EventLog
) -> None:
    outputs.start_recording(SETTINGS, None)
    assert outputs.fulfil_wishes()
    outputs.close()
    assert events.count(RecordingStopped) == 1
    outputs.start_recording(SETTINGS, None)
    outputs.take_snapshot(SETTINGS)
    assert not outputs.fulfil_wishes()
    outputs.write(frame())
    assert recorders.made[0].sink.frames == []
    assert len(recorders.made) == 1
    assert events.count(SnapshotSaved) == 0


def test_a_snapshot_is_one_frame_and_saved_aside(outputs: Outputs, events: EventLog) -> None:
    outputs.take_snapshot(SETTINGS)
    assert outputs.fulfil_wishes()
    outputs.write(frame(7))
    assert not outputs.fulfil_wishes()
    outputs.write(frame(8))
    outputs.close()
    assert [event for event in events.events if isinstance(event, SnapshotSaved)] == [SnapshotSaved(Path("7.png"))]


@pytest.mark.parametrize("error", [AppError("No room", "Choose another folder."), KeyError("a mistake")])
def test_a_snapshot_that_fails(events: EventLog, recorders: CollectingRecorders, error: Exception) -> None:
    def refuse(image: Image, settings: RecordSettings) -> Path:
        raise error

    outputs = Outputs(events, recorders, refuse, VirtualCamera)
    outputs.take_snapshot(SETTINGS)
    assert outputs.fulfil_wishes()
    outputs.write(frame())
    assert events.wait_for(SnapshotFailed).error.hint
    outputs.close()


def test_the_virtual_camera_from_start_to_stop(outputs: Outputs, devices: FakeDevices, events: EventLog) -> None:
    outputs.start_camera(25)
    outputs.start_camera(25)
    assert outputs.fulfil_wishes()
    outputs.write(frame(5))
    assert events.wait_for(VirtualCameraStarted).device == "Fake virtual camera"
    sent = devices.made[0].sink.wait_for(lambda _: True)
    assert int(sent.image[0, 0, 0]) == 5
    assert devices.fps == [25]
    outputs.stop_camera()
    outputs.fulfil_wishes()
    assert events.wait_for(VirtualCameraStopped).error is None
    assert not outputs.fulfil_wishes()
    assert devices.made[0].sink.closed
    outputs.start_camera(25)
    assert outputs.fulfil_wishes(), "once more"
    outputs.close()
    assert events.count(VirtualCameraStopped) == 2


def test_a_virtual_camera_that_fails_makes_room_for_another(
    outputs: Outputs, devices: FakeDevices, events: EventLog
) -> None:
    outputs.start_camera(30)
    assert outputs.fulfil_wishes()
    outputs.write(frame())
    events.wait_for(VirtualCameraStarted)
    devices.made[0].error = RuntimeError("device lost")
    outputs.write(frame())
    stopped = events.wait_for(VirtualCameraStopped)
    assert stopped.error is not None
    assert stopped.error.hint
    assert not outputs.fulfil_wishes()
    outputs.close()


def test_wishes_from_many_threads(outputs: Outputs, events: EventLog) -> None:
    def fifty_times(act: Callable[[], None]) -> None:
        for _ in range(50):
            act()

    def many(act: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=fifty_times, args=(act,))
        thread.start()
        return thread

    threads = [
        many(lambda: outputs.start_recording(SETTINGS, None)),
        many(outputs.stop_recording),
        many(lambda: outputs.take_snapshot(SETTINGS)),
    ]
    while any(thread.is_alive() for thread in threads):
        if outputs.fulfil_wishes():
            outputs.write(frame())
    outputs.fulfil_wishes()
    outputs.write(frame())
    outputs.close()
    assert events.count(SnapshotSaved) == 50
    assert events.count(RecordingStarted) == events.count(RecordingStopped)


LONG_S = 20.0


def test_the_real_recorder_in_a_folder_that_hangs(
    events: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, touched = threading.Event(), threading.Event()
    make = Path.mkdir

    def hang(path: Path, *arguments: Any, **options: Any) -> None:
        touched.set()
        assert door.wait(LONG_S)
        make(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", hang)
    outputs = Outputs(events, start_recording, save, VirtualCamera)
    outputs.start_recording(RecordSettings(folder=str(tmp_path / "dead")), None)
    assert not outputs.fulfil_wishes()
    assert touched.wait(LONG_S)
    outputs.write(frame())
    outputs.close()
    door.set()
    assert events.events == []
