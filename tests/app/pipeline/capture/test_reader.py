import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest

from app.pipeline.capture.playback import Playback
from app.pipeline.capture.reader import Pacer, Reader
from app.pipeline.frame import Frame
from app.pipeline.sources.source import Source, SourceInfo
from app.settings import CameraSettings
from tests.fakes import FakeSource


def test_pictures_are_due_at_their_own_pace() -> None:
    pacer = Pacer()
    times = [0.0, 0.04, 0.10, 0.30]
    assert [pacer.due(time, 100.0) for time in times] == pytest.approx([100.0, 100.04, 100.10, 100.30])


def test_a_little_late_is_caught_up() -> None:
    pacer = Pacer()
    pacer.due(0.0, 100.0)
    assert pacer.due(0.04, 100.5) == pytest.approx(100.04)


def test_much_too_late_starts_again() -> None:
    """After the machine slept, a video continues and does not race."""
    pacer = Pacer()
    pacer.due(0.0, 100.0)
    assert pacer.due(0.04, 200.0) == pytest.approx(200.0)
    assert pacer.due(0.08, 200.0) == pytest.approx(200.04)


class Clip:
    """A video of five seconds that records what is done with it."""

    def __init__(self) -> None:
        self.info = SourceInfo("clip", "clip.mp4", seconds=5.0, fps=100.0)
        self.position_s = 0.0
        self.reads = 0
        self._time = 0.0

    def read(self) -> Frame:
        self.reads += 1
        image = np.full((4, 4, 3), round(self.position_s * 10) % 251, np.uint8)
        image.flags.writeable = False
        frame = Frame(image, self._time, self.reads)
        self._time += 0.01
        self.position_s += 0.01
        return frame

    def seek(self, seconds: float) -> None:
        self.position_s = seconds

    def close(self) -> None:
        """Nothing to close."""


class Watched:
    """A reader of a clip, and the frames that it delivers."""

    def __init__(self, source: Source) -> None:
        self.source, self.playback, self.wanted = source, Playback(), threading.Event()
        self.wanted.set()
        self.asked = 0
        self.frames: list[Frame] = []
        self._changed = threading.Condition()
        self.reader = Reader(
            CameraSettings("clip.mp4"), 1, open_source=lambda _: source, deliver=self._deliver,
            on_change=lambda: None, opening_s=9, frozen_s=9, forgive_stillness=False, playback=self.playback,
            wanted=self._is_wanted,
        )
        self.reader.start()

    def _is_wanted(self) -> bool:
        with self._changed:
            self.asked += 1
            self._changed.notify_all()
        return self.wanted.is_set()

    def _deliver(self, frame: Frame, epoch: int, info: SourceInfo) -> None:
        with self._changed:
            self.frames.append(frame)
            self._changed.notify_all()

    def wait_for(self, found: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(found, 20)


MakeWatched = Callable[[Source], Watched]


@pytest.fixture
def watched() -> Iterator[MakeWatched]:
    made: list[Watched] = []

    def make(source: Source) -> Watched:
        made.append(Watched(source))
        return made[-1]

    yield make
    for each in made:
        assert each.reader.leave(20)


def test_a_paused_video_shows_its_last_picture_on_and_on_with_times_that_grow(watched: MakeWatched) -> None:
    clip = Clip()
    made = watched(clip)
    made.wait_for(lambda: len(made.frames) >= 2)
    made.playback.pause(True)
    made.wait_for(lambda: len(made.frames) >= 3 and made.frames[-1].image is made.frames[-2].image)
    reads = clip.reads
    count = len(made.frames)
    made.wait_for(lambda: len(made.frames) >= count + 2)
    assert clip.reads == reads
    assert all(before.time < after.time for before, after in pairwise(made.frames))
    made.playback.pause(False)
    made.wait_for(lambda: clip.reads > reads + 2)
    assert all(before.time < after.time for before, after in pairwise(made.frames))


def test_a_paused_video_shows_the_place_that_was_sought(watched: MakeWatched) -> None:
    made = watched(Clip())
    made.wait_for(lambda: len(made.frames) >= 1)
    made.playback.pause(True)
    made.playback.seek(4.0)
    made.wait_for(lambda: made.frames[-1].image[0, 0, 0] == 40)
    count = len(made.frames)
    made.wait_for(lambda: len(made.frames) >= count + 2)
    assert made.frames[-1].image[0, 0, 0] == 40
    assert made.playback.position_s == pytest.approx(4.0, abs=0.02)


def test_what_nobody_needs_is_not_read(watched: MakeWatched) -> None:
    clip = Clip()
    made = watched(clip)
    made.wait_for(lambda: len(made.frames) >= 2)
    made.wanted.clear()
    asked = made.asked
    made.wait_for(lambda: made.asked >= asked + 2)  # by then the frame under way has arrived
    reads, count = clip.reads, len(made.frames)
    made.wait_for(lambda: made.asked >= asked + 4)
    assert (clip.reads, len(made.frames)) == (reads, count)
    made.wanted.set()
    made.wait_for(lambda: len(made.frames) >= count + 3)
    assert made.reader.watchdog.verdict(time.monotonic()) == "well"


class Live(FakeSource):
    """A camera that can skip frames."""

    skipped = 0

    def skip(self) -> None:
        self.skipped += 1
        self._tick.wait(self._interval_s)


def test_a_camera_that_nobody_needs_stays_open_and_lets_its_pictures_pass(watched: MakeWatched) -> None:
    still = np.zeros((4, 4, 3), np.uint8)
    camera = Live(lambda _: still)
    made = watched(camera)
    made.wait_for(lambda: len(made.frames) >= 2)
    made.wanted.clear()
    asked = made.asked
    made.wait_for(lambda: made.asked >= asked + 5)
    assert camera.skipped >= 3
    count = len(made.frames)
    made.wanted.set()
    made.wait_for(lambda: len(made.frames) > count)
    assert camera.closed_in is None
