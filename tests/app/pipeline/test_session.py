import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.errors import AppError
from app.pipeline.capture.timeouts import Timeouts
from app.pipeline.decode.video_file import iter_video
from app.pipeline.events import (
    EngineFailed,
    EngineKept,
    EngineReady,
    RecordingStarted,
    RecordingStopped,
    SnapshotSaved,
    SourceEnded,
    SourceLost,
    SourceOpened,
)
from app.pipeline.frame import Frame, Image
from app.pipeline.session import Session
from app.pipeline.session_parts import SessionParts
from app.pipeline.sinks.recorder import Recorder
from app.pipeline.sinks.recording_start import start_recording
from app.pipeline.sources.opening import open_source
from app.pipeline.tuning.choice import EngineChoice
from app.pipeline.tuning.governor import Level, costs_like
from app.settings import BackgroundSettings, CameraSettings, EngineSettings, MirrorSettings, RecordSettings, Settings
from sinet_core.inference.looks import BEST_NETWORK
from tests.fakes import CollectingRecorders, CollectingSink, EventLog, FakeSource, FakeSources, PlainBackground
from tests.room import SIZE, TruthSegmenter, person_share, raw_frame

TIMEOUTS = Timeouts(poll_s=0.01, retry_s=0.02, join_s=1.0)
SETTINGS = Settings(
    camera=CameraSettings("camera:fake", *SIZE), background=BackgroundSettings("color", "#143cc8")
)


class Running:
    """A started session and its output."""

    def __init__(self, settings: Settings, parts: dict[str, Any]) -> None:
        self.preview, self.events = CollectingSink(), EventLog()
        self.settings = settings
        defaults: dict[str, Any] = {
            "open_source": FakeSources(lambda _: FakeSource(lambda index: raw_frame(0), is_device=False)),
            "open_segmenter": lambda _: TruthSegmenter(),
            "timeouts": TIMEOUTS,
        }
        replaced = SessionParts(**{**defaults, **parts})
        self.session = Session(settings, on_frame=self._show, on_event=self.events, parts=replaced)
        self.session.start()

    def apply(self, **changes: Any) -> None:
        self.settings = replace(self.settings, **changes)
        self.session.apply(self.settings)

    def person(self) -> Frame:
        return self.preview.wait_for(
            lambda frame: person_share(frame.image) > 0.01, after=len(self.preview.frames)
        )

    def _show(self) -> None:
        frame = self.session.preview.take()
        assert frame is not None
        self.preview.write(frame)


Run = Callable[..., Running]


@pytest.fixture
def run() -> Iterator[Run]:
    """Starts sessions; afterwards, none of their threads may be left."""
    made: list[Running] = []
    before = set(threading.enumerate())

    def start(settings: Settings = SETTINGS, **parts: Any) -> Running:
        made.append(Running(settings, parts))
        return made[-1]

    yield start
    for running in made:
        running.session.stop()
    left = [thread.name for thread in set(threading.enumerate()) - before]
    assert left == []


def person_at(image: Image) -> float:
    """0 (left) .. 1 (right): where the person is."""
    bright = np.flatnonzero((image.astype(int).min(axis=2) > 180).any(axis=0))
    return float(bright.mean() / image.shape[1])


def test_a_session_lives_and_leaves_no_thread(run: Run) -> None:
    running = run()
    running.person()
    assert running.events.wait_for(EngineReady).detail == "SINet 160×96 · truth"
    running.session.stop()
    running.session.stop()
    count = len(running.preview.frames)
    running.session.apply(replace(SETTINGS, camera=CameraSettings("camera:other")))
    assert len(running.preview.frames) == count


def test_a_session_that_was_never_started_stops(tmp_path: Path) -> None:
    session = Session(SETTINGS, on_frame=lambda: None, on_event=EventLog())
    session.stop()


def test_a_prepared_session_opens_its_source_and_waits_with_the_frames() -> None:
    """The window is still being built: nobody looks, and a frame that nobody takes must not count as dropped."""
    sources = FakeSources(lambda _: SkippableSource(lambda _: raw_frame(0)))
    events, shown = EventLog(), threading.Event()
    session = Session(SETTINGS, on_frame=shown.set, on_event=events, parts=SessionParts(
        open_source=sources, open_segmenter=lambda _: TruthSegmenter(), timeouts=TIMEOUTS))
    session.prepare()
    events.wait_for(SourceOpened)
    source = sources.made[0]
    assert isinstance(source, SkippableSource)
    source.wait_for_skips(5)
    assert source.reads == 1
    assert not shown.is_set()
    session.start()
    source.wait_for_reads(5)
    assert shown.wait(20)
    session.stop()
    assert len(sources.made) == 1


def test_published_frames_cannot_be_written(run: Run) -> None:
    frame = run().person()
    assert not frame.image.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        frame.image[0, 0] = 0


def test_mirror_of_preview_and_output_are_independent(run: Run) -> None:
    recorders = CollectingRecorders()
    running = run(
        replace(SETTINGS, mirror=MirrorSettings(preview=False, output=False)), open_recorder=recorders
    )
    running.session.start_recording()
    straight = person_at(running.person().image)
    assert abs(straight - 0.5) > 0.1, "the test's person must not stand in the middle"
    for preview in (False, True):
        for output in (False, True):
            running.apply(mirror=MirrorSettings(preview, output))
            running.preview.wait_for_more(2)
            sink = recorders.made[0].sink
            sink.wait_for_more(2)
            for image, mirrored in ((running.preview.frames[-1].image, preview), (sink.frames[-1].image, output)):
                assert person_at(image) == pytest.approx(1 - straight if mirrored else straight, abs=0.02)


def test_the_real_recorder_and_snapshot(run: Run, tmp_path: Path) -> None:
    record = RecordSettings(folder=str(tmp_path), snapshot_folder=str(tmp_path))
    running = run(replace(SETTINGS, record=record))
    running.person()
    running.session.start_recording()
    started = running.events.wait_for(RecordingStarted)
    running.preview.wait_for_more(20)
    assert running.session.stats().recording == started.path
    running.session.take_snapshot()
    saved = running.events.wait_for(SnapshotSaved)
    running.session.stop_recording()
    stopped = running.events.wait_for(RecordingStopped)
    assert stopped.error is None
    assert running.session.stats().recording is None
    frames = list(iter_video(stopped.path))
    assert len(frames) >= 15
    assert all(person_share(frame.image) > 0.005 for frame in frames[1:])
    (snapshot,) = iter_video(saved.path)
    assert snapshot.size == SIZE
    assert person_share(snapshot.image) > 0.01


def test_a_recordings_folder_that_hangs_stops_neither_the_picture_nor_the_exit(run: Run, tmp_path: Path) -> None:
    door, touched = threading.Event(), threading.Event()

    def open_in_dead_mount(*arguments: Any) -> Recorder:
        touched.set()
        assert door.wait(60)
        return start_recording(*arguments)

    running = run(open_recorder=open_in_dead_mount)
    running.person()
    running.session.start_recording(tmp_path / "take.mp4")
    assert touched.wait(60)
    running.preview.wait_for_more(20)
    running.session.stop()
    assert not door.is_set()
    door.set()
    for name in ("recording-start", "recorder"):  # was abandoned
        for thread in threading.enumerate():
            if thread.name == name:
                thread.join(60)
    assert running.events.count(RecordingStarted) == running.events.count(RecordingStopped) == 0


def test_stop_finishes_a_recording(run: Run, tmp_path: Path) -> None:
    running = run()
    running.session.start_recording(tmp_path / "take.mp4")
    running.events.wait_for(RecordingStarted)
    running.person()
    running.preview.wait_for_more(10)
    running.session.stop()
    stopped = running.events.wait_for(RecordingStopped)
    assert stopped.path == tmp_path / "take.mp4"
    assert len(list(iter_video(stopped.path))) > 5


def test_the_figures(run: Run) -> None:
    running = run()
    running.person()
    running.preview.wait_for_more(10)
    stats = running.session.stats()
    assert stats.fps > 0
    assert 0 < stats.latency_ms < 10_000
    assert set(stats.stage_ms) == {"gate", "segment", "matte", "background", "composite"}
    assert stats.engine == "SINet 160×96 · truth"
    assert stats.recording is None


def test_pictures_nobody_has_time_for_are_counted(run: Run) -> None:
    class Slow(TruthSegmenter):
        def alpha(self, image: Image) -> NDArray[np.float32]:
            threading.Event().wait(0.05)  # ten times the source's interval
            return super().alpha(image)

    running = run(open_segmenter=lambda _: Slow())
    running.person()
    while running.session.stats().dropped <= 3:
        running.preview.wait_for_more(1)


def test_another_engine_while_running(run: Run) -> None:
    wanted: list[str] = []

    def load(engine: EngineChoice) -> TruthSegmenter:
        wanted.append(engine.name)
        if engine.name == "broken":
            raise AppError("The weights are of another network", "Choose the shipped ones.")
        return TruthSegmenter()

    running = run(open_segmenter=load)
    running.person()
    running.apply(engine=EngineSettings("broken"))
    failed = running.events.wait_for(EngineKept)
    assert failed.error.hint == "Choose the shipped ones."
    running.person()  # the working engine keeps running
    assert running.session.stats().engine == "SINet 160×96 · truth"
    before = len(running.events.events)
    running.apply(engine=EngineSettings("torch"))
    running.events.wait_for(EngineReady, after=before)
    assert wanted == ["auto", "broken", "torch"]


def test_without_the_file_of_the_better_network_the_other_one_shows_the_person(run: Run) -> None:
    tried: list[bool] = []

    def load(engine: EngineChoice) -> TruthSegmenter:
        tried.append(any(look.network == BEST_NETWORK for look in engine.looks))
        if tried[-1]:
            raise AppError("'sinet-wide.onnx' is empty", "Reinstall Backdrop.")
        return TruthSegmenter()

    quick = costs_like(Level(), 1.0, 1.0, (1,))
    running = run(open_segmenter=load, machine_costs=lambda _: quick)
    running.person()
    assert tried == [True, False]


def test_old_backgrounds_are_closed(run: Run) -> None:
    made: list[PlainBackground] = []

    def load(settings: BackgroundSettings) -> PlainBackground:
        made.append(PlainBackground((10 + len(made), 0, 0)))
        return made[-1]

    running = run(open_background=load)
    running.person()
    for number in range(3):
        running.apply(background=BackgroundSettings("color", f"#00000{number}"))
        running.preview.wait_for(lambda frame, n=number: frame.image[0, 0, 0] == 11 + n)  # type: ignore[misc]
    running.session.stop()
    assert len(made) == 4
    assert all(background.closed for background in made)


def test_only_what_changed_is_opened_again(run: Run) -> None:
    sources = FakeSources(lambda _: FakeSource(lambda index: raw_frame(0), is_device=False))
    running = run(open_source=sources)
    running.person()
    running.apply(mirror=MirrorSettings(False, True), background=BackgroundSettings("color", "#ff0000"))
    running.preview.wait_for(lambda frame: frame.image[0, 0].tolist() == [0, 0, 255])
    assert sources.attempts == 1
    running.session.reopen_source()
    sources.wait_for_attempts(2)
    running.person()


def test_a_video_file_is_a_source(run: Run, clip: Path) -> None:
    """With the real openers: it plays and loops."""
    running = run(open_source=open_source)
    before = len(running.events.events)
    running.apply(camera=CameraSettings(str(clip)))
    opened = running.events.wait_for(SourceOpened, where=lambda event: event.name == "clip.mp4", after=before)
    assert (opened.width, opened.height, opened.is_demo) == (160, 120, False)
    running.preview.wait_for(lambda frame: frame.size == (160, 120))
    running.preview.wait_for_more(25)  # the clip has twenty


def test_a_file_that_is_not_a_video_ends_with_a_hint(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.mp4").write_bytes(b"nothing")
    camera = CameraSettings(str(tmp_path / "bad.mp4"))
    running = run(replace(SETTINGS, camera=camera), open_source=open_source)
    ended = running.events.wait_for(SourceEnded)
    assert ended.error is not None
    assert ended.error.hint
    running.preview.wait_for_more(3)  # background only, as before


def test_a_mistake_of_ours_shows_nothing_and_is_reported(run: Run) -> None:
    class Mistaken(TruthSegmenter):
        def alpha(self, image: Image) -> NDArray[np.float32]:
            raise KeyError("a mistake")

    running = run(open_segmenter=lambda _: Mistaken())
    assert running.events.wait_for(EngineFailed).error.hint
    assert running.session.stats().engine == ""
    assert all(person_share(frame.image) == 0 for frame in running.preview.frames)


def test_the_demo_does_not_stand_in_for_a_camera_in_a_take(run: Run) -> None:
    """With no camera chosen, the only one unplugged, or another size chosen while a file is being written."""
    demo_only = threading.Event()

    def open_any(settings: CameraSettings) -> FakeSource:
        source = FakeSource(lambda index: raw_frame(0), is_device=False)
        source.info = replace(source.info, is_demo=demo_only.is_set())
        opened.append(source)
        return source

    opened: list[FakeSource] = []
    camera = CameraSettings("", *SIZE)
    running = run(replace(SETTINGS, camera=camera), open_source=open_any, open_recorder=CollectingRecorders())
    running.person()
    running.session.start_recording()
    running.events.wait_for(RecordingStarted)
    demo_only.set()
    running.apply(camera=replace(camera, fps=15))
    lost = running.events.wait_for(SourceLost)
    assert lost.error.title == "No camera is connected"
    assert opened[-1].closed_in is not None
    assert not any(event.is_demo for event in running.events.events if isinstance(event, SourceOpened))


def test_while_nobody_looks_nothing_is_read_unless_it_is_kept(run: Run) -> None:
    source = SkippableSource(lambda index: raw_frame(index), is_device=False)
    running = run(open_source=lambda _: source, open_recorder=CollectingRecorders())
    running.person()
    running.session.set_preview_visible(False)
    source.wait_for_skips(3)
    running.session.start_recording()
    running.events.wait_for(RecordingStarted)
    reads = source.reads
    source.wait_for_reads(reads + 3)
    running.session.stop_recording()
    running.events.wait_for(RecordingStopped)
    source.wait_for_skips(source.skips + 3)


class SkippableSource(FakeSource):
    """Counts decoded and skipped frames."""

    reads = skips = 0

    def __init__(self, picture: Callable[[int], Image], **facts: Any) -> None:
        super().__init__(picture, **facts)
        self._counted = threading.Condition()

    def read(self) -> Frame | None:
        frame = super().read()
        with self._counted:
            self.reads += 1
            self._counted.notify_all()
        return frame

    def skip(self) -> None:
        self._tick.wait(self._interval_s)
        with self._counted:
            self.skips += 1
            self._counted.notify_all()

    def wait_for_reads(self, count: int) -> None:
        with self._counted:
            assert self._counted.wait_for(lambda: self.reads >= count, 20)

    def wait_for_skips(self, count: int) -> None:
        with self._counted:
            assert self._counted.wait_for(lambda: self.skips >= count, 20)


def test_a_video_is_paused_and_sought_in_through_the_session(run: Run, clip: Path) -> None:
    """The clip's bar moves right by 6 px per frame; the position is part of the figures."""
    running = run(replace(SETTINGS, camera=CameraSettings(str(clip))), open_source=open_source)
    assert running.events.wait_for(SourceOpened).seconds == pytest.approx(0.8, abs=0.05)
    running.preview.wait_for_more(1)
    running.session.pause(True)
    running.session.seek(0.5)
    running.preview.wait_for_more(4)
    assert running.session.stats().position_s == pytest.approx(0.5, abs=0.05)
    running.session.reopen_source()
    running.preview.wait_for_more(3)
    assert not running.session._capture.playback.paused
