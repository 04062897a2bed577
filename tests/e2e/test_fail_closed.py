"""Promise number one: the room is never shown. A pattern in the room must reach no sink, whatever happens."""
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.errors import AppError
from app.pipeline.background.opening import open_background
from app.pipeline.capture.timeouts import Timeouts
from app.pipeline.events import (
    BackgroundFailed,
    BackgroundLoaded,
    EngineFailed,
    EngineReady,
    RecordingStarted,
    RecordingStopped,
    SnapshotSaved,
    SourceLost,
    SourceOpened,
    VirtualCameraStarted,
)
from app.pipeline.frame import Alpha, Frame, Image
from app.pipeline.process.view import PreviewFrame, View
from app.pipeline.session import Session
from app.pipeline.session_parts import SessionParts
from app.pipeline.sinks.recorders import start_take
from app.pipeline.sinks.recording_start import start_recording
from app.pipeline.sinks.snapshot import save_snapshot
from app.pipeline.sinks.virtual_camera import VirtualCamera
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_reader import iter_take
from app.settings import BackgroundSettings, CameraSettings, MirrorSettings, RecordSettings, Settings, ZoneSettings
from app.zone_masks import pack, with_mask
from sinet_core.matting.zones import KEEP
from sinet_core.pyramid import Sizes
from tests.fakes import (
    CollectingRecorder,
    CollectingRecorders,
    CollectingSink,
    ConstantSegmenter,
    EventLog,
    FakeDevices,
    FakeSource,
    FakeSources,
    PlainBackground,
)
from tests.room import SIZE, TruthSegmenter, marker_share, person_share, raw_frame

TIMEOUTS = Timeouts(poll_s=0.01, frozen_s=0.15, retry_s=0.02, retry_max_s=0.05, join_s=0.5)
OTHER_SIZE = (256, 144)


class Stage:
    """A real session between a room with the pattern and sinks that keep everything."""

    def __init__(self, **parts: Any) -> None:
        self.sources = FakeSources(lambda settings: FakeSource(raw_frame))
        self.events = EventLog()
        self.preview = CollectingSink()
        self.recorders = CollectingRecorders()
        self.devices = FakeDevices()
        self.snapshots: list[Image] = []
        self.settings = Settings(
            camera=CameraSettings("camera:fake", *SIZE),
            background=BackgroundSettings("color"),
            mirror=MirrorSettings(preview=True, output=False),  # so that the preview is composited separately
        )
        openers = {
            "open_source": self.sources,
            "open_segmenter": lambda _: TruthSegmenter(),
            "open_background": lambda _: PlainBackground(),
            "open_recorder": self.recorders,
            "save_snapshot": self._keep_snapshot,
            "open_camera": partial(VirtualCamera, open_device=self.devices),
            "timeouts": TIMEOUTS,
        }
        self.session = Session(
            self.settings, on_frame=self._keep_preview, on_event=self.events, parts=SessionParts(**{**openers, **parts})
        )

    def start(self, *, record: bool = True) -> Stage:
        if record:
            self.session.start_recording()
            self.session.start_virtual_camera()
        self.session.start()
        return self

    def apply(self, **changes: Any) -> None:
        self.settings = replace(self.settings, **changes)
        self.session.apply(self.settings)

    def person(self, *, after: int = 0) -> Frame:
        """Waits until the person is in the preview."""
        return self.preview.wait_for(lambda frame: person_share(frame.image) > 0.01, after=after)

    def shown(self) -> list[Image]:
        """Every frame that left the session, by any path."""
        recorded = [frame for recorder in self.recorders.made for frame in recorder.sink.frames]
        sent = [frame for device in self.devices.made for frame in device.sink.frames]
        return [frame.image for frame in self.preview.frames + recorded + sent] + self.snapshots

    def rooms(self, after: int = 0) -> list[PreviewFrame]:
        """The composites shown together with the raw picture, from number after on."""
        shown = [frame for frame in self.preview.frames[after:] if isinstance(frame, PreviewFrame)]
        return [frame for frame in shown if frame.room is not None]

    def split(self) -> Frame:
        """Requests the raw picture, and waits for it."""
        after = len(self.preview.frames)
        self.session.show_view(View(room=True))
        return self.preview.wait_for(lambda frame: isinstance(frame, PreviewFrame), after=after)

    def assert_room_unseen(self) -> None:
        shown = self.shown()
        assert shown
        worst = max(marker_share(image) for image in shown)
        assert worst == 0.0, f"the room was shown: {worst:.1%} of a picture"

    def _keep_preview(self) -> None:
        frame = self.session.preview.take()
        assert frame is not None
        self.preview.write(frame)

    def _keep_snapshot(self, image: Image, settings: RecordSettings) -> Path:
        self.snapshots.append(image)
        return Path("snapshot.png")


@pytest.fixture
def stage() -> Iterator[Callable[..., Stage]]:
    stages: list[Stage] = []

    def make(**parts: Any) -> Stage:
        stages.append(Stage(**parts))
        return stages[-1]

    yield make
    for made in stages:
        made.session.stop()


MakeStage = Callable[..., Stage]


def test_the_raw_picture_would_be_noticed() -> None:
    """Proves that the tests below can fail."""
    assert marker_share(raw_frame()) > 0.3
    half_seen = raw_frame() // 2 + np.uint8(60)
    assert marker_share(half_seen.astype(np.uint8)) > 0.3
    assert marker_share(PlainBackground().render(raw_frame(), None, 0.0)) == 0.0


def test_a_session_that_leaks_would_be_noticed(stage: MakeStage) -> None:
    """An engine that calls everything a person lets the room through, and the sinks notice."""
    leaky = stage(open_segmenter=lambda _: ConstantSegmenter(1.0)).start()
    leaky.preview.wait_for(lambda frame: marker_share(frame.image) > 0.1)
    leaky.events.wait_for(VirtualCameraStarted)
    leaky.devices.made[0].sink.wait_for(lambda frame: marker_share(frame.image) > 0.1)
    leaky.session.stop()
    with pytest.raises(AssertionError, match="the room was shown"):
        leaky.assert_room_unseen()
    assert max(marker_share(frame.image) for frame in leaky.devices.made[0].sink.frames) > 0.1


def test_an_alpha_of_another_frame_would_be_noticed(stage: MakeStage) -> None:
    class Late(TruthSegmenter):
        before: NDArray[np.float32] | None = None

        def alpha(self, image: Image) -> NDArray[np.float32]:
            now = super().alpha(image)
            late, self.before = self.before if self.before is not None else now, np.roll(now, 30, axis=1)
            return late

    late = stage(open_segmenter=lambda _: Late()).start()
    late.preview.wait_for(lambda frame: marker_share(frame.image) > 0.001)
    late.session.stop()


def test_start_with_an_engine_that_loads_slowly(stage: MakeStage) -> None:
    loaded = threading.Event()

    def load(_: object) -> TruthSegmenter:
        loaded.wait(20)
        return TruthSegmenter()

    slow = stage(open_segmenter=load).start()
    slow.preview.wait_for(lambda frame: frame.size == SIZE)
    slow.preview.wait_for_more(10)
    assert all(person_share(image) == 0 for image in slow.shown()), "composited without an engine"
    loaded.set()
    slow.events.wait_for(EngineReady)
    slow.person(after=len(slow.preview.frames))
    slow.session.stop()
    slow.assert_room_unseen()


def test_a_background_that_loads_slowly(stage: MakeStage) -> None:
    loaded = threading.Event()
    made: list[PlainBackground] = []

    def load(_: object) -> PlainBackground:
        loaded.wait(20)
        made.append(PlainBackground((200, 60, 20)))
        return made[-1]

    slow = stage(open_background=load).start()
    slow.person()
    slow.preview.wait_for_more(10)
    loaded.set()
    slow.preview.wait_for(lambda frame: bool((frame.image[0, 0] == (200, 60, 20)).all()))
    slow.session.stop()
    slow.assert_room_unseen()
    assert made[0].closed


def test_another_background_while_running(stage: MakeStage) -> None:
    running = stage(
        open_background=lambda settings: PlainBackground((10, 20, 200) if settings.value else (200, 60, 20))
    ).start()
    running.person()
    running.apply(background=BackgroundSettings("color", "#c8140a"))
    running.preview.wait_for(lambda frame: bool((frame.image[0, 0] == (10, 20, 200)).all()))
    running.session.stop()
    running.assert_room_unseen()


def test_the_blurred_room_needs_an_alpha(stage: MakeStage) -> None:
    """The real blur background: until the engine is ready, it shows plain dark, not the blurred room."""

    def fail(_: object) -> TruthSegmenter:
        raise AppError("There is no engine", "Install one.")

    blurred = stage(open_background=open_background, open_segmenter=fail)
    blurred.apply(background=BackgroundSettings("blur", blur=20))
    blurred.start()
    blurred.preview.wait_for(lambda frame: frame.size == SIZE)
    blurred.preview.wait_for_more(5)
    blurred.session.stop()
    assert all(image.std(axis=(0, 1)).max() == 0 for image in blurred.shown()), "more than one colour"


def test_camera_switch_to_another_size(stage: MakeStage) -> None:
    sizes = {"camera:fake": SIZE, "camera:other": OTHER_SIZE}
    sources = FakeSources(
        lambda settings: FakeSource(
            lambda index: raw_frame(index, sizes[settings.source]), source_id=settings.source
        )
    )
    switching = stage(open_source=sources).start()
    switching.person()
    sources.free.clear()
    switching.apply(camera=CameraSettings("camera:other"))
    seen = len(switching.preview.frames)
    switching.preview.wait_for(lambda frame: person_share(frame.image) == 0, after=seen)
    sources.free.set()
    switching.preview.wait_for(lambda f: f.size == OTHER_SIZE and person_share(f.image) > 0.01, after=seen)
    switching.session.stop()
    assert sources.made[0].closed_in is sources.made[0].opened_in
    switching.assert_room_unseen()


def test_a_size_that_changes_in_mid_stream(stage: MakeStage) -> None:
    changing = stage(
        open_source=FakeSources(
            lambda _: FakeSource(lambda index: raw_frame(index, OTHER_SIZE if index // 5 % 2 else SIZE))
        )
    ).start()
    for size in (SIZE, OTHER_SIZE) * 2:
        after = len(changing.preview.frames)
        changing.preview.wait_for(lambda f, s=size: f.size == s and person_share(f.image) > 0.01, after=after)  # type: ignore[misc]
    changing.session.stop()
    changing.assert_room_unseen()


class Failing(TruthSegmenter):
    """Fails on every other frame, each time in another way."""

    def __init__(self) -> None:
        self._count = 0

    def alpha(self, image: Image) -> NDArray[np.float32]:
        self._count += 1
        alpha = super().alpha(image)
        faults: list[Callable[[], NDArray[np.float32]]] = [
            lambda: _raise(RuntimeError("out of memory")),
            lambda: np.full_like(alpha, np.nan),
            lambda: np.full_like(alpha, 7.0),
            lambda: alpha[None],
            lambda: (alpha * 255).astype(np.uint8),  # type: ignore[arg-type, return-value]
            lambda: _raise(KeyError("a mistake of ours")),
            lambda: np.zeros((0, 0), np.float32),
        ]
        return faults[self._count // 2 % len(faults)]() if self._count % 2 else alpha


def _raise(error: Exception) -> Any:
    raise error


def test_inference_errors_on_single_frames(stage: MakeStage) -> None:
    failing = stage(open_segmenter=lambda _: Failing()).start()
    for _ in range(3):
        after = len(failing.preview.frames)
        failing.preview.wait_for(lambda frame: person_share(frame.image) == 0, after=after)
        failing.person(after=after)
    failing.preview.wait_for_more(20)
    failing.session.stop()
    assert failing.session.stats().failed > 3
    failing.assert_room_unseen()


def test_an_engine_that_fails_for_good_is_reported_and_loaded_again(
    stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pipeline.process.retries.RELOAD_S", 0.05)
    loads: list[int] = []

    class Broken(TruthSegmenter):
        def alpha(self, image: Image) -> NDArray[np.float32]:
            raise RuntimeError("device lost")

    def load(_: object) -> TruthSegmenter:
        loads.append(1)
        return Broken() if len(loads) == 1 else TruthSegmenter()

    broken = stage(open_segmenter=load).start()
    failed = broken.events.wait_for(EngineFailed)
    assert failed.error.hint
    broken.person()
    broken.session.stop()
    assert len(loads) == 2
    broken.assert_room_unseen()


@pytest.mark.parametrize("wrong", ["raises", "small", "grey"])
def test_a_background_that_fails_to_draw(stage: MakeStage, wrong: str) -> None:
    class Wrong(PlainBackground):
        def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
            if wrong == "raises":
                raise OSError("disk gone")
            drawn = super().render(image, alpha, time, sizes)
            return drawn[::2, ::2] if wrong == "small" else drawn[:, :, 0]

    background = Wrong()
    failing = stage(open_background=lambda _: background).start()
    failing.events.wait_for(BackgroundFailed)
    assert failing.events.count(BackgroundLoaded) == 1
    failing.person(after=len(failing.preview.frames))
    failing.session.stop()
    assert background.closed
    assert failing.events.count(BackgroundFailed) == 1
    failing.assert_room_unseen()


def test_a_background_that_is_not_there(stage: MakeStage) -> None:
    def fail(_: object) -> PlainBackground:
        raise AppError("There is no picture", "Choose another one.")

    missing = stage(open_background=fail).start()
    assert missing.events.wait_for(BackgroundFailed).error.title == "There is no picture"
    assert missing.events.count(BackgroundLoaded) == 0
    missing.person()
    missing.session.stop()
    missing.assert_room_unseen()


def test_without_an_alpha_no_background_is_handed_the_room(stage: MakeStage) -> None:
    background = PlainBackground()
    no_engine = AppError("No engine", "Install one.")
    waiting = stage(
        open_background=lambda _: background, open_segmenter=lambda _: _raise(no_engine)
    ).start()
    waiting.preview.wait_for(lambda frame: frame.size == SIZE)
    waiting.preview.wait_for_more(10)
    waiting.session.stop()
    assert background.rooms
    assert max(marker_share(room) for room in background.rooms) == 0.0


@pytest.mark.parametrize("way", ["error", "stuck", "frozen"])
def test_a_camera_that_is_lost_and_comes_back(stage: MakeStage, way: str) -> None:
    sources = FakeSources(lambda _: FakeSource(raw_frame, silence_s=1.0 if way == "stuck" else 30.0))
    lost = stage(open_source=sources).start()
    lost.person()
    first, before = sources.made[-1], len(lost.events.events)
    sources.plugged = False
    if way == "error":
        first.error = AppError("The camera was unplugged", "Plug it in.")
    elif way == "stuck":
        first.free.clear()
    else:
        first.frozen = True
    assert lost.events.wait_for(SourceLost, after=before).error.hint
    after = len(lost.preview.frames)
    recorded = len(lost.recorders.made[0].sink.frames)
    lost.preview.wait_for_more(3)
    assert all(person_share(frame.image) == 0 for frame in lost.preview.frames[after + 1 :])
    assert len(lost.recorders.made[0].sink.frames) > recorded, "the recording stood still"
    after = len(lost.events.events)
    sources.plugged = True
    lost.events.wait_for(SourceOpened, after=after)
    lost.person(after=len(lost.preview.frames))
    first.free.set()  # the abandoned thread wakes up, and must deliver nothing
    lost.preview.wait_for_more(5)
    lost.session.stop()
    lost.assert_room_unseen()
    times = [frame.time for frame in lost.recorders.made[0].sink.frames]
    assert all(earlier <= later for earlier, later in pairwise(times))


def test_snapshots_while_there_is_no_alpha(stage: MakeStage) -> None:
    loaded = threading.Event()

    def load(_: object) -> TruthSegmenter:
        loaded.wait(20)
        return TruthSegmenter()

    early = stage(open_segmenter=load).start(record=False)
    early.preview.wait_for(lambda frame: frame.size == SIZE)
    early.session.take_snapshot()
    early.events.wait_for(SnapshotSaved)
    loaded.set()
    early.person()
    after = len(early.events.events)
    early.session.take_snapshot()
    early.events.wait_for(SnapshotSaved, after=after)
    early.session.stop()
    assert len(early.snapshots) == 2
    early.assert_room_unseen()


def test_stop_while_the_engine_is_busy(stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an engine returns after stop is not shown to anybody."""
    monkeypatch.setattr("app.pipeline.session.PROCESS_JOIN_S", 0.05)
    busy, hang, go_on = threading.Event(), threading.Event(), threading.Event()

    class Slow(TruthSegmenter):
        def alpha(self, image: Image) -> NDArray[np.float32]:
            if hang.is_set():
                busy.set()
                go_on.wait(20)
            return super().alpha(image)

    slow = stage(open_segmenter=lambda _: Slow()).start()
    slow.events.wait_for(RecordingStarted)
    slow.person()
    hang.set()
    assert busy.wait(20)
    process = next(thread for thread in threading.enumerate() if thread.name == "process")
    slow.session.stop()
    count = len(slow.shown())
    go_on.set()
    process.join(20)
    assert not process.is_alive()
    assert len(slow.shown()) == count
    slow.assert_room_unseen()
    assert slow.events.count(RecordingStopped) == 1


def test_without_being_asked_the_raw_picture_goes_nowhere(stage: MakeStage) -> None:
    running = stage().start()
    running.person()
    running.preview.wait_for_more(5)
    running.session.stop()
    assert {type(frame) for frame in running.preview.frames} == {Frame}


@pytest.mark.parametrize("mirror", [MirrorSettings(True, False), MirrorSettings(True, True)])
def test_split_view_shows_the_room_to_the_user_alone(stage: MakeStage, mirror: MirrorSettings) -> None:
    split = stage()
    split.apply(mirror=mirror)
    split.start()
    split.events.wait_for(RecordingStarted)
    split.person()
    split.split()
    split.session.take_snapshot()
    split.events.wait_for(SnapshotSaved)
    split.preview.wait_for_more(10)
    split.session.stop()
    rooms = split.rooms()
    assert len(rooms) > 5
    assert min(marker_share(shown.room.pixels) for shown in rooms if shown.room) > 0.3
    assert split.snapshots
    split.assert_room_unseen()  # the composites of all frames, including those with the room beside them
    recorded = split.recorders.made[0].sink.frames
    assert len(recorded) > 5
    assert {type(frame) for frame in recorded} == {Frame}, "the raw picture rode along to a sink"


def test_with_split_view_on_the_files_on_the_disk_hold_no_room(stage: MakeStage, tmp_path: Path) -> None:
    """The real recorder and the real snapshot, read back."""
    slow = FakeSources(lambda _: FakeSource(raw_frame, interval_s=0.03))  # encoding is slow on a busy machine
    files = stage(open_source=slow, open_recorder=start_recording, save_snapshot=save_snapshot)
    files.apply(record=RecordSettings(folder=str(tmp_path), snapshot_folder=str(tmp_path)))
    files.start()
    files.events.wait_for(RecordingStarted)
    files.split()
    files.session.take_snapshot()
    picture = files.events.wait_for(SnapshotSaved).path
    files.preview.wait_for_more(12)
    files.session.stop()
    with av.open(str(files.events.wait_for(RecordingStopped).path)) as container:
        recorded = [np.asarray(frame.to_ndarray(format="bgr24"), np.uint8) for frame in container.decode(video=0)]
    assert len(recorded) > 5
    assert max(person_share(image) for image in recorded) > 0.01
    assert max(marker_share(image) for image in recorded) == 0.0
    assert marker_share(np.asarray(cv2.imread(str(picture)), np.uint8)) == 0.0
    assert len(files.rooms()) > 5, "the view was not on"


def test_before_and_after_are_of_one_moment(stage: MakeStage) -> None:
    split = stage().start()
    split.person()
    split.split()
    split.preview.wait_for_more(20)
    split.session.stop()
    for shown in split.rooms():
        assert shown.room is not None
        person = np.abs(shown.room.pixels.astype(int) - shown.image.astype(int)).max(axis=2) < 12
        assert person_share(shown.room.pixels) == pytest.approx(float(person.mean()), abs=0.01)


def test_split_view_waits_for_an_alpha(stage: MakeStage) -> None:
    loaded = threading.Event()

    def load(_: object) -> TruthSegmenter:
        loaded.wait(20)
        return TruthSegmenter()

    early = stage(open_segmenter=load)
    early.session.show_view(View(room=True, xray=True))
    early.start()
    early.preview.wait_for(lambda frame: frame.size == SIZE)
    early.preview.wait_for_more(10)
    assert early.rooms() == []
    loaded.set()
    early.preview.wait_for(lambda frame: isinstance(frame, PreviewFrame))
    early.session.stop()
    early.assert_room_unseen()


def test_split_view_closes_when_inference_fails(stage: MakeStage) -> None:
    failing = stage(open_segmenter=lambda _: Failing()).start()
    failing.split()
    failing.preview.wait_for_more(30)
    failing.session.stop()
    without = [frame for frame in failing.preview.frames if person_share(frame.image) == 0]
    assert len(without) > 5
    assert not any(isinstance(frame, PreviewFrame) for frame in without), "raw while inference failed"
    assert failing.rooms()
    failing.assert_room_unseen()


def test_split_view_closes_when_the_camera_is_lost(stage: MakeStage) -> None:
    sources = FakeSources(lambda _: FakeSource(raw_frame))
    lost = stage(open_source=sources).start()
    lost.split()
    sources.unplug()
    lost.events.wait_for(SourceLost)
    after = len(lost.preview.frames)
    lost.preview.wait_for_more(3)
    lost.session.stop()
    assert lost.rooms(after + 1) == []
    lost.assert_room_unseen()


def test_split_view_can_be_left(stage: MakeStage) -> None:
    left = stage().start()
    left.split()
    left.session.show_view(View())
    left.preview.wait_for_more(2)  # the one under way may still arrive
    after = len(left.preview.frames)
    left.preview.wait_for_more(5)
    left.session.stop()
    assert left.rooms(after) == []
    left.assert_room_unseen()


def test_a_keep_zone_shows_its_part_of_its_own_camera_and_no_other(stage: MakeStage) -> None:
    """The only way in which the room is shown: the user painted it. It ends with the camera that it was painted for."""
    floor = np.zeros((90, 160), np.uint8)
    floor[70:] = KEEP
    zones = with_mask(ZoneSettings(), "camera:fake", pack(floor))
    sources = FakeSources(lambda settings: FakeSource(raw_frame, source_id=settings.source))
    kept = stage(open_source=sources)
    kept.apply(zones=zones)
    kept.start()
    shown = kept.preview.wait_for(lambda frame: marker_share(frame.image) > 0.01)
    assert marker_share(shown.image[: 70 * 2 - 8]) == 0.0
    kept.apply(camera=CameraSettings("camera:other", *SIZE))
    kept.preview.wait_for_more(2)
    after = len(kept.preview.frames)
    kept.person(after=after)
    kept.preview.wait_for_more(10)
    kept.session.stop()
    assert max(marker_share(frame.image) for frame in kept.preview.frames[after:]) == 0.0


def test_a_transparent_take_has_the_person_alone_whatever_happens(stage: MakeStage) -> None:
    """The engine fails again and again: then the frame is empty, and never shows the room."""
    recorders = CollectingRecorders(transparent=True)
    cut = stage(open_segmenter=lambda _: Failing(), open_background=open_background, open_recorder=recorders)
    cut.apply(background=BackgroundSettings("transparent"))
    cut.start()
    cut.person()
    sink = recorders.made[0].sink
    nobody = sink.wait_for(lambda frame: frame.image.shape[2] == 4 and not frame.image.any())
    sink.wait_for(lambda frame: bool(frame.image[:, :, 3].max() == 255), after=nobody.index)
    cut.session.take_snapshot()
    cut.events.wait_for(SnapshotSaved)
    cut.session.stop()
    cut.recorders = recorders
    cut.assert_room_unseen()
    assert all(frame.image.shape[2] == 4 for frame in sink.frames)
    assert all(not frame.image[frame.image[:, :, 3] == 0].any() for frame in sink.frames), "hidden colours"
    assert cut.snapshots[0].shape[2] == 4
    assert all(frame.image.shape[2] == 3 for frame in cut.preview.frames), "the checkerboard is for eyes"


@pytest.mark.parametrize("container", ["webm", "mov"])
def test_the_file_of_a_transparent_take_hides_no_room(stage: MakeStage, tmp_path: Path, container: Any) -> None:
    cut = stage(open_background=open_background, open_recorder=start_recording)
    record = RecordSettings(folder=str(tmp_path), transparent_container=container)
    cut.apply(background=BackgroundSettings("transparent"), record=record)
    cut.start()
    cut.person()
    cut.preview.wait_for_more(20)
    cut.session.stop_recording()
    stopped = cut.events.wait_for(RecordingStopped)
    assert stopped.path.suffix == f".{container}"
    images = decoded_with_alpha(stopped.path)
    assert len(images) >= 20
    assert max(int(image[:, :, 3].max()) for image in images) > 250
    assert max(marker_share(image) for image in images) == 0.0
    for image in images:
        around = cv2.dilate((image[:, :, 3] > 0).astype(np.uint8), np.ones((25, 25), np.uint8))
        assert image[:, :, :3][around == 0].max(initial=0) < 16, "away from the person there is nothing"


def decoded_with_alpha(path: Path) -> list[Image]:
    """HxWx4 BGRA; only libvpx reads the alpha of VP9."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        if stream.codec_context.name != "vp9":
            return [np.asarray(frame.to_ndarray(format="bgra"), np.uint8) for frame in container.decode(video=0)]
        decoder: Any = av.CodecContext.create("libvpx-vp9", "r")
        packets = container.demux(video=0)
        return [frame.to_ndarray(format="bgra") for packet in packets for frame in decoder.decode(packet)]


class KeepingRecorder(CollectingRecorder):
    """Keeps what a take that can be changed keeps."""

    kept: list[KeptFrame]

    def write_kept(self, kept: KeptFrame) -> None:
        self.kept = [*getattr(self, "kept", []), kept]


@pytest.mark.parametrize("asked", [False, True])
def test_only_a_take_that_the_user_asked_for_is_given_the_cameras_picture(
    stage: MakeStage, tmp_path: Path, asked: bool
) -> None:
    """And nothing else receives it meanwhile: not the preview, not a call, not a snapshot."""
    running = stage(open_recorder=start_take)
    running.apply(record=RecordSettings(folder=str(tmp_path), keep_camera=asked))
    running.start()
    running.events.wait_for(RecordingStarted)
    running.person()
    running.session.take_snapshot()
    running.events.wait_for(SnapshotSaved)
    running.preview.wait_for_more(20)
    running.session.stop()
    running.assert_room_unseen()
    path = running.events.wait_for(RecordingStopped).path
    assert [path] == list(tmp_path.iterdir())
    if asked:
        assert max(marker_share(frame.pixels) for frame in iter_take(path)) > 0.3
    else:
        with av.open(str(path)) as container:
            assert path.suffix == ".mp4"
            assert len(container.streams.video) == 1
            images = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
        assert max(marker_share(np.asarray(image, np.uint8)) for image in images) < 0.001


def test_a_recorder_that_did_not_ask_is_given_composites_alone(stage: MakeStage) -> None:
    """Whatever the settings say: the camera's picture needs a recorder that accepts it by name."""
    running = stage()
    running.apply(record=RecordSettings(keep_camera=True))
    running.start()
    running.person()
    running.preview.wait_for_more(10)
    running.session.stop()
    assert all(type(frame) is Frame for recorder in running.recorders.made for frame in recorder.sink.frames)
    running.assert_room_unseen()


def test_a_take_has_no_room_of_moments_in_which_nobody_was_looked_for(stage: MakeStage) -> None:
    """The engine fails on every other frame; all that is kept of those is that they occurred."""
    made: list[KeepingRecorder] = []

    def open_recorder(settings: RecordSettings, on_stopped: Any, path: Path | None) -> KeepingRecorder:
        made.append(KeepingRecorder(Path("take.backdrop"), on_stopped))
        return made[-1]

    running = stage(open_recorder=open_recorder, open_segmenter=lambda _: Failing()).start()
    running.events.wait_for(EngineReady)
    running.preview.wait_for_more(60)
    running.session.stop()
    kept = made[0].kept
    assert {moment.verdict for moment in kept} >= {"alone", "moved"}
    assert not made[0].sink.frames
    for moment in kept:
        assert (moment.pixels is None) == (moment.verdict == "alone")
        assert moment.verdict == "still" or (moment.alpha8 is None) == (moment.pixels is None)
    running.assert_room_unseen()
