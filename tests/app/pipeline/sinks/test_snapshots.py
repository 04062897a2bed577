import threading
from pathlib import Path

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.events import SnapshotFailed, SnapshotSaved
from app.pipeline.frame import Frame, Image
from app.pipeline.sinks.snapshots import Snapshots
from app.settings import RecordSettings
from tests.fakes import EventLog

SETTINGS = RecordSettings()


def frame(shade: int) -> Frame:
    return Frame(np.full((4, 4, 3), shade, np.uint8), 0.0, 0)


def save(image: Image, settings: RecordSettings) -> Path:
    return Path(f"{settings.folder}/{image[0, 0, 0]}.png")


def test_each_wish_gets_the_next_frame_and_no_other() -> None:
    events = EventLog()
    snapshots = Snapshots(save, events)
    snapshots.write(frame(1))
    snapshots.wish(RecordSettings(folder="a"))
    snapshots.wish(RecordSettings(folder="b"))
    assert snapshots.waiting
    snapshots.write(frame(2))
    assert not snapshots.waiting
    snapshots.write(frame(3))
    snapshots.wait()
    saved = {str(event.path) for event in events.events if isinstance(event, SnapshotSaved)}
    assert saved == {"a/2.png", "b/2.png"}


def test_saving_holds_nobody_up() -> None:
    door, events = threading.Event(), EventLog()

    def slow(image: Image, settings: RecordSettings) -> Path:
        assert door.wait(30)
        return save(image, settings)

    snapshots = Snapshots(slow, events)
    snapshots.wish(SETTINGS)
    snapshots.write(frame(1))
    assert events.events == []
    door.set()
    snapshots.wait()
    assert events.count(SnapshotSaved) == 1


@pytest.mark.parametrize(
    ("error", "title"), [(AppError("The disk is full", "Free some space."), "The disk is full"),
                         (RuntimeError("boom"), "The snapshot was not saved")],
)
def test_one_that_cannot_be_saved_is_reported(error: Exception, title: str) -> None:
    def fail(image: Image, settings: RecordSettings) -> Path:
        raise error

    events = EventLog()
    snapshots = Snapshots(fail, events)
    snapshots.wish(SETTINGS)
    snapshots.write(frame(1))
    snapshots.wait()
    assert events.wait_for(SnapshotFailed).error.title == title
