import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.capture.supervisor import MAX_LEFT_BEHIND, CaptureSupervisor
from app.pipeline.capture.timeouts import Timeouts
from app.pipeline.events import SourceEnded, SourceLost, SourceOpened
from app.pipeline.frame import Captured, Frame, Image
from app.pipeline.latest_slot import LatestSlot
from app.settings import CameraSettings
from tests.fakes import EventLog, FakeSource, FakeSources

WAIT_S = 20.0
TIMEOUTS = Timeouts(
    poll_s=0.01, opening_s=0.3, frozen_s=0.1, retry_s=0.02, retry_max_s=0.05, join_s=1.0
)


def picture(index: int) -> Image:
    return np.full((48, 64, 3), index % 251, np.uint8)


class Rig:
    """A capture on fake cameras."""

    def __init__(self, sources: FakeSources, source: str, timeouts: Timeouts) -> None:
        self.sources = sources
        self.events = EventLog()
        self.slot: LatestSlot[Captured] = LatestSlot()
        self.capture = CaptureSupervisor(
            CameraSettings(source), self.slot, self.events, open_source=sources, timeouts=timeouts
        )
        self.capture.start()

    def take(self) -> Captured:
        """The next frame that may be shown."""
        while True:
            captured = self.slot.take(WAIT_S)
            assert captured is not None
            if captured.epoch == self.capture.epoch:
                return captured


MakeRig = Callable[..., Rig]


@pytest.fixture
def rig() -> Iterator[MakeRig]:
    rigs: list[Rig] = []
    before = set(threading.enumerate())

    def make(
        source: FakeSources | None = None, name: str = "camera:fake", timeouts: Timeouts = TIMEOUTS
    ) -> Rig:
        rigs.append(Rig(source or FakeSources(lambda _: FakeSource(picture)), name, timeouts))
        return rigs[-1]

    yield make
    for made in rigs:
        made.sources.free.set()
        for opened in made.sources.made:
            opened.free.set()
        made.capture.stop()
    for thread in set(threading.enumerate()) - before:
        thread.join(WAIT_S)
        assert not thread.is_alive(), f"{thread.name} was leaked"


def test_frames_arrive_and_the_source_is_reported(rig: MakeRig) -> None:
    made = rig()
    captured = made.take()
    assert captured.frame.size == (64, 48)
    assert not captured.frame.image.flags.writeable
    opened = made.events.wait_for(SourceOpened)
    assert (opened.name, opened.width, opened.height) == ("Fake", 64, 48)
    assert made.capture.live


def test_stop_closes_in_the_thread_that_opened(rig: MakeRig) -> None:
    made = rig()
    made.take()
    made.capture.stop()
    source = made.sources.made[0]
    assert source.closed_in is source.opened_in
    assert source.opened_in is not threading.current_thread()
    assert not made.capture.live


def test_stop_before_start_and_twice() -> None:
    sources = FakeSources(lambda _: FakeSource(picture))
    capture = CaptureSupervisor(CameraSettings("camera:fake"), LatestSlot(), EventLog(), open_source=sources)
    capture.stop()
    capture.stop()
    assert sources.attempts == 0


def test_a_picture_of_another_opening_is_not_delivered() -> None:
    """As from an abandoned thread whose driver finally returns."""
    slot: LatestSlot[Captured] = LatestSlot()
    sources = FakeSources(lambda _: FakeSource(picture))
    info = FakeSource(picture).info
    capture = CaptureSupervisor(CameraSettings("camera:fake"), slot, EventLog(), open_source=sources)
    capture.switch(CameraSettings("camera:other"))
    capture._deliver(Frame(picture(0), 0.0, 0), capture.epoch - 1, info)
    assert slot.take() is None
    assert not capture.live
    capture._deliver(Frame(picture(0), 0.0, 0), capture.epoch, info)
    assert slot.take() is not None


def test_a_lost_camera_is_reported_once_and_comes_back_as_the_same(rig: MakeRig) -> None:
    wanted: list[str] = []

    def make(settings: CameraSettings) -> FakeSource:
        wanted.append(settings.source)
        return FakeSource(picture, source_id="camera:046d:0825@1-2")

    made = rig(FakeSources(make), name="")  # the first camera present
    made.events.wait_for(SourceOpened)
    made.sources.unplug(AppError("It was unplugged", "Plug it in."))
    lost = made.events.wait_for(SourceLost)
    assert (lost.name, lost.error.title) == ("Fake", "It was unplugged")
    assert lost.source_id == "camera:046d:0825@1-2"
    made.sources.wait_for_attempts(4)  # it keeps trying
    before = len(made.events.events)
    made.sources.plugged = True
    made.events.wait_for(SourceOpened, after=before)
    made.take()
    assert wanted == ["", "camera:046d:0825@1-2"]
    titles = [event.error.title for event in made.events.events if isinstance(event, SourceLost)]
    assert titles == ["It was unplugged", "The camera is not connected"], "told again at each attempt"


@pytest.mark.parametrize("name", ["holiday.mp4", "photo.png", "demo"])
def test_a_file_that_fails_is_not_tried_again(rig: MakeRig, name: str) -> None:
    made = rig(FakeSources(lambda settings: FakeSource(picture, source_id=settings.source)), name=name)
    made.events.wait_for(SourceOpened)
    made.sources.unplug(AppError("It is damaged", "Choose another."))
    ended = made.events.wait_for(SourceEnded)
    assert ended.error is not None
    assert ended.error.title == "It is damaged"
    assert ended.source_id == name
    assert made.sources.attempts == 1
    made.capture.switch(CameraSettings("camera:other"))  # by then it would have retried
    made.sources.wait_for_attempts(3)
    assert made.events.count(SourceEnded) == 1


def test_a_blocked_thread_is_left_behind_and_delivers_nothing_more(rig: MakeRig) -> None:
    made = rig(FakeSources(lambda _: FakeSource(picture, silence_s=0.5)))
    made.take()
    stuck = made.sources.made[0]
    stuck.free.clear()
    lost = made.events.wait_for(SourceLost)
    assert "no video" in lost.error.title
    made.take()
    new = made.sources.made[-1]
    assert new is not stuck
    epoch = made.capture.epoch
    stuck.free.set()
    stuck.opened_in.join(WAIT_S)
    assert stuck.closed_in is stuck.opened_in, "it closes its device when it wakes up"
    assert made.capture.epoch == epoch
    assert made.take().epoch == epoch


def test_a_device_that_repeats_itself_is_opened_again_but_only_once(rig: MakeRig) -> None:
    """A virtual camera that shows a still must not be reported as frozen again and again."""
    made = rig(FakeSources(lambda _: FakeSource(lambda _: picture(7))))
    lost = made.events.wait_for(SourceLost)
    assert "stuck on one frame" in lost.error.title
    before = len(made.events.events)
    made.events.wait_for(SourceOpened, after=before)
    for _ in range(60):
        made.take()
    assert made.events.count(SourceLost) == 1
    assert len(made.sources.made) == 2


def test_a_stream_may_stand_still(rig: MakeRig) -> None:
    made = rig(FakeSources(lambda _: FakeSource(lambda _: picture(7), is_device=False)))
    for _ in range(60):
        made.take()
    assert made.events.count(SourceLost) == 0


def test_opening_that_takes_for_ever_is_reported(rig: MakeRig) -> None:
    sources = FakeSources(lambda _: FakeSource(picture))
    sources.free.clear()
    made = rig(sources)
    assert made.events.wait_for(SourceLost).error.hint
    sources.free.set()
    made.take()


def test_a_driver_that_swallows_every_attempt_gets_only_a_few() -> None:
    sources = FakeSources(lambda _: FakeSource(picture))
    sources.free.clear()
    timeouts = replace(TIMEOUTS, opening_s=0.03, retry_s=0.01, retry_max_s=0.01, poll_s=0.005)
    events = EventLog()
    capture = CaptureSupervisor(
        CameraSettings("camera:fake"), LatestSlot(), events, open_source=sources, timeouts=timeouts
    )
    capture.start()
    sources.wait_for_attempts(MAX_LEFT_BEHIND)
    with pytest.raises(AssertionError):
        sources.wait_for_attempts(MAX_LEFT_BEHIND + 1, timeout_s=0.3)
    sources.free.set()  # the driver returns
    events.wait_for(SourceOpened)
    capture.stop()


def test_after_a_switch_nothing_of_the_old_source_is_delivered(rig: MakeRig) -> None:
    shade = {"camera:a": 10, "camera:b": 200}
    made = rig(
        FakeSources(
            lambda settings: FakeSource(
                lambda _: np.full((48, 64, 3), shade[settings.source], np.uint8),
                source_id=settings.source,
                is_device=False,
            )
        ),
        name="camera:a",
    )
    assert made.take().frame.image[0, 0, 0] == 10
    for source in ("camera:b", "camera:a", "camera:b"):
        made.capture.switch(CameraSettings(source))
        assert made.take().frame.image[0, 0, 0] == shade[source]
    for earlier in made.sources.made[:-1]:
        assert earlier.closed_in is earlier.opened_in


def test_many_switches_end_at_the_last(rig: MakeRig) -> None:
    made = rig(FakeSources(lambda settings: FakeSource(picture, source_id=settings.source, name=settings.source)))
    for index in range(50):
        made.capture.switch(CameraSettings(f"camera:{index}"))
    made.events.wait_for(SourceOpened, where=lambda opened: opened.name == "camera:49")
    made.take()
    assert made.sources.attempts < 50, "each of them was opened"


def test_a_source_that_has_nothing_is_not_spun_on(rig: MakeRig) -> None:
    class Empty(FakeSource):
        reads = 0

        def read(self) -> None:
            self.reads += 1
            return

    empty = Empty(picture)
    made = rig(FakeSources(lambda _: empty), timeouts=TIMEOUTS)
    made.events.wait_for(SourceLost)  # after opening_s = 0.3 s
    assert 1 < empty.reads < 40


def test_a_mistake_in_a_source_becomes_an_error_for_people(rig: MakeRig) -> None:
    class Mistaken(FakeSource):
        def read(self) -> None:
            raise KeyError("oops")

    made = rig(FakeSources(lambda _: Mistaken(picture)))
    assert made.events.wait_for(SourceLost).error.title == "The source stopped unexpectedly"
