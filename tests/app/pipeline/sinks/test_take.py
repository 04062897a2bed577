from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.events import RecorderEvent, RecordingStopped, SoundLost
from app.pipeline.sinks.take import START_TIMEOUT_S, STOP_TIMEOUT_S, Recording, Take
from app.settings import RecordSettings
from app.system.files import part_path
from tests.fakes import CollectingRecorder

WAIT_S = 30.0
LATER_S = 1e6


class Folder:
    """Opens recorders once it responds; fails as it is told."""

    def __init__(self) -> None:
        self.responds = threading.Event()
        self.error: Exception | None = None
        self.made: CollectingRecorder | None = None
        self.tell: Callable[[RecorderEvent], None] = lambda _: None

    def open(self, _settings: RecordSettings, tell: Callable[[RecorderEvent], None], path: Path | None) -> Recording:
        self.tell = tell
        assert self.responds.wait(WAIT_S)
        if self.error is not None:
            raise self.error
        self.made = CollectingRecorder(path or Path("a.mp4"), tell)
        return self.made


@pytest.fixture
def folder() -> Iterator[Folder]:
    folder = Folder()
    yield folder
    folder.responds.set()


def take_in(folder: Folder, told: list[RecorderEvent]) -> Take:
    return Take(folder.open, RecordSettings(), Path("a.mp4"), told.append)


def test_an_error_is_kept_and_an_unexpected_one_explained(folder: Folder) -> None:
    folder.responds.set()
    for error, title in ((AppError("The disk is full", "x"), "The disk is full"), (KeyError("x"), "cannot be written")):
        folder.error = error
        take = take_in(folder, [])
        assert take.wait(WAIT_S)
        assert take.recorder is None
        assert take.error is not None
        assert title in take.error.title


def test_a_folder_that_does_not_answer_is_late_only_after_its_time(folder: Folder) -> None:
    take = take_in(folder, [])
    assert not take.wait(0)
    assert take.late(take._since + START_TIMEOUT_S / 2) is None
    late = take.late(take._since + START_TIMEOUT_S)
    assert late is not None
    assert late.failed_running
    folder.responds.set()
    assert take.wait(WAIT_S)
    assert take.late(take._since + LATER_S) is None


def test_one_that_was_abandoned_while_it_opened_is_stopped_and_says_nothing(folder: Folder) -> None:
    told: list[RecorderEvent] = []
    take = take_in(folder, told)
    take.leave()
    assert take.finished.is_set()
    folder.responds.set()
    assert take.wait(WAIT_S)
    made = folder.made
    assert made is not None
    assert made.asked.wait(WAIT_S)
    folder.tell(SoundLost(AppError("The microphone is gone", "x")))
    take.close()
    assert not told


def test_a_file_that_grows_is_not_stuck_and_one_that_stands_still_is(folder: Folder) -> None:
    folder.responds.set()
    take = take_in(folder, [])
    assert take.wait(WAIT_S)
    made = folder.made
    assert made is not None
    made.hangs = True
    take.stop()
    begin = take._since
    assert take.stuck(begin + STOP_TIMEOUT_S / 2) is None
    made.bytes += 1
    assert take.stuck(begin + STOP_TIMEOUT_S) is None, "it made progress since"
    event = take.stuck(begin + 2 * STOP_TIMEOUT_S)
    assert event is not None
    assert event.error is not None
    assert event.path == part_path(made.path)
    take.finished.set()
    assert take.stuck(begin + LATER_S) is None


def test_the_end_of_the_recording_is_the_end_of_the_take(folder: Folder) -> None:
    told: list[RecorderEvent] = []
    folder.responds.set()
    take = take_in(folder, told)
    assert take.wait(WAIT_S)
    stopped = RecordingStopped(Path("a.mp4"), 1.0, 10)
    folder.tell(stopped)
    assert take.finished.is_set()
    assert told[-1] == stopped
