from typing import Any

import numpy as np

from app.errors import AppError
from app.pipeline.events import SoundBack, SoundLost
from app.pipeline.sinks.sound_feed import SoundFeed
from app.pipeline.sound.chunk import Chunk
from tests.fakes import EventLog

GONE = AppError("The microphone is gone", "Plug it in.")


class FakeHeard:
    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.error: AppError | None = None
        self.now: AppError | None = None
        self.closed = False

    def take(self) -> list[Chunk]:
        chunks, self.chunks = self.chunks, []
        return chunks

    def trouble(self) -> AppError | None:
        return self.now

    def close(self) -> None:
        self.closed = True


class Files:
    """Notes which track each chunk went to."""

    def __init__(self) -> None:
        self.written: list[tuple[int, float]] = []

    def write_sound(self, chunk: Chunk, track: int) -> None:
        self.written.append((track, chunk.time))


def chunk(time: float) -> Chunk:
    return Chunk(np.zeros((1, 480), np.float32), time)


def write(feed: SoundFeed) -> list[tuple[int, float]]:
    files: Any = Files()
    feed.write_to(files)
    written: list[tuple[int, float]] = files.written
    return written


def test_each_source_has_a_track_of_its_own(events: EventLog) -> None:
    microphone, computer = FakeHeard(), FakeHeard()
    feed = SoundFeed(microphone, computer, events)
    assert feed.titles == ("Microphone", "Computer")
    microphone.chunks, computer.chunks = [chunk(1.0), chunk(2.0)], [chunk(1.5)]
    assert write(feed) == [(0, 1.0), (0, 2.0), (1, 1.5)]
    assert write(feed) == []
    assert SoundFeed(None, computer, events).titles == ("Computer",)
    assert SoundFeed(None, None, events).titles == ()


def test_lost_sound_is_reported_once_and_so_is_its_return(events: EventLog) -> None:
    microphone = FakeHeard()
    feed = SoundFeed(microphone, None, events)
    microphone.now = GONE
    write(feed)
    write(feed)
    assert [type(event) for event in events.events] == [SoundLost]
    microphone.now = None
    write(feed)
    write(feed)
    assert [type(event) for event in events.events] == [SoundLost, SoundBack]


def test_the_end_says_what_was_missing(events: EventLog) -> None:
    microphone = FakeHeard()
    feed = SoundFeed(microphone, None, events)
    assert feed.close() is None
    assert microphone.closed

    feed = SoundFeed(microphone, None, events)
    microphone.now = GONE
    write(feed)
    microphone.now = None
    write(feed)
    error = feed.close()
    assert error is not None
    assert error.title == "Recorded without all of the sound: The microphone is gone"


def test_an_error_of_the_device_itself_counts_too(events: EventLog) -> None:
    microphone = FakeHeard()
    microphone.error = GONE
    assert SoundFeed(microphone, None, events).close() is not None
