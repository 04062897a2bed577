"""The process thread's steps, one by one and without a thread."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic, sleep
from typing import NoReturn

import numpy as np
import pytest
from numpy.typing import NDArray

from app.pipeline.background.background import Background
from app.pipeline.background.opening import open_background
from app.pipeline.background.parsing import parse_background
from app.pipeline.events import BackgroundFailed, EngineFailed, EngineWorks
from app.pipeline.frame import Alpha, Captured, Frame, Image
from app.pipeline.latest_slot import LatestSlot
from app.pipeline.process import stages
from app.pipeline.process import worker as module
from app.pipeline.process.retries import FAILURES_IN_A_ROW
from app.pipeline.process.view import View
from app.pipeline.process.worker import Worker
from app.pipeline.process.worker_context import WorkerContext
from app.pipeline.sinks.outputs import Outputs
from app.pipeline.stats import Meter
from app.settings import CameraSettings, MirrorSettings, RecordSettings, Settings, ZoneSettings
from app.zone_masks import pack, with_mask
from sinet_core.inference.segmenter import Segmenter
from sinet_core.matting.zones import DROP, KEEP
from sinet_core.pyramid import Sizes
from tests.fakes import CollectingRecorders, EventLog, PlainBackground
from tests.room import SIZE, TruthSegmenter, marker_share, person_share, raw_frame


class Flaky(TruthSegmenter):
    def __init__(self) -> None:
        self.broken = False

    def alpha(self, image: Image) -> NDArray[np.float32]:
        if self.broken:
            raise RuntimeError("device lost")
        return super().alpha(image)


@dataclass
class Bench:
    """A worker whose surroundings are plain attributes."""

    settings: Settings = field(
        default_factory=lambda: Settings(
            camera=CameraSettings(width=200, height=100), mirror=MirrorSettings(preview=False, output=False)
        )
    )
    view: View = field(default_factory=View)
    epoch: int = 1
    live: bool = True
    preview_visible: bool = True
    segmenters: list[Segmenter] = field(default_factory=list)
    backgrounds: list[Background] = field(default_factory=list)
    reloads: int = 0
    shown: list[Frame] = field(default_factory=list)
    events: EventLog = field(default_factory=EventLog)
    recorders: CollectingRecorders = field(default_factory=CollectingRecorders)

    def __post_init__(self) -> None:
        context = WorkerContext(
            settings=lambda: self.settings,
            view=lambda: self.view,
            epoch=lambda: self.epoch,
            live=lambda: self.live,
            preview_visible=lambda: self.preview_visible,
            new_segmenter=lambda: self.segmenters.pop() if self.segmenters else None,
            new_background=lambda: self.backgrounds.pop() if self.backgrounds else None,
            reload_segmenter=self._reload,
            publish=self.shown.append,
            on_event=self.events,
        )
        self.outputs = Outputs(self.events, self.recorders, _never, _never)
        self.worker = Worker(LatestSlot(), context, self.outputs, Meter())

    def see(self, index: int = 0, *, epoch: int = 1, size: tuple[int, int] = SIZE, source: str = "") -> Image | None:
        """Processes one captured frame; returns what was shown for it."""
        before = len(self.shown)
        image = raw_frame(index, size)
        image.flags.writeable = False
        self.worker.step(Captured(Frame(image, monotonic(), index), epoch, source))
        assert len(self.shown) <= before + 1
        return self.shown[-1].image if len(self.shown) > before else None

    def _reload(self) -> None:
        self.reloads += 1


def wait_until(done: Callable[[], bool]) -> None:
    end = monotonic() + 60
    while not done():
        assert monotonic() < end
        sleep(0.005)


def _never(*_wish: object) -> NoReturn:
    raise AssertionError("neither a snapshot nor a camera was asked for")


@pytest.fixture
def bench() -> Bench:
    return Bench(segmenters=[TruthSegmenter()], backgrounds=[PlainBackground()])


def test_a_picture_becomes_a_composite(bench: Bench) -> None:
    image = bench.see()
    assert image is not None
    assert person_share(image) > 0.01
    assert marker_share(image) == 0.0


def test_a_picture_of_a_source_that_was_left_is_not_shown(bench: Bench) -> None:
    bench.see()
    bench.epoch = 2
    assert bench.see(epoch=1) is None
    assert bench.see(epoch=2) is not None


def test_a_picture_of_a_lost_source_is_background_only(bench: Bench) -> None:
    bench.epoch, bench.live = 2, False
    image = bench.see(epoch=1)
    assert image is not None
    assert person_share(image) == 0.0


def test_nothing_is_shown_between_two_pictures_of_a_slow_camera(bench: Bench) -> None:
    bench.see()
    bench.worker.step(None)
    assert len(bench.shown) == 1


def test_before_the_first_picture_the_size_is_the_wanted_one(bench: Bench) -> None:
    bench.live = False
    bench.worker.step(None)
    assert bench.shown[-1].size == (200, 100)
    bench.live = True
    bench.see()
    bench.live = False
    bench.worker.step(None)
    assert bench.shown[-1].size == SIZE


def test_after_stop_nothing_is_shown(bench: Bench) -> None:
    bench.worker.stop(0.0)
    assert bench.see() is None
    bench.live = False
    bench.worker.step(None)
    assert bench.shown == []


@pytest.mark.parametrize("change", ["epoch", "size", "failure", "engine"])
def test_the_past_is_forgotten_at_a_jump(bench: Bench, change: str) -> None:
    states: list[object] = []

    def note(*arguments: object, **named: object) -> object:
        states.append(arguments[1])
        return original(*arguments, **named)  # type: ignore[arg-type]

    original = module.process
    flaky = Flaky()
    bench.segmenters = [flaky]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "process", note)
        bench.see(0)
        bench.see(1)
        if change == "epoch":
            bench.epoch = 2
        elif change == "failure":
            flaky.broken = True
            bench.see(2)
            flaky.broken = False
        elif change == "engine":
            bench.segmenters = [TruthSegmenter()]
        bench.see(3, epoch=bench.epoch, size=(256, 144) if change == "size" else SIZE)
    assert states[0] is None
    assert states[1] is not None
    assert states[-1] is None


def test_failures_in_a_row_are_reported_once_and_the_engine_is_loaded_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pipeline.process.retries.RELOAD_S", 0.0)
    flaky = Flaky()
    bench = Bench(segmenters=[flaky], backgrounds=[PlainBackground()])
    flaky.broken = True
    for index in range(FAILURES_IN_A_ROW - 1):
        image = bench.see(index)
        assert image is not None
        assert person_share(image) == 0.0
    assert bench.events.count(EngineFailed) == 0
    bench.see()
    assert bench.events.count(EngineFailed) == 1
    assert bench.worker.failed == FAILURES_IN_A_ROW
    bench.see()
    bench.see()
    assert bench.reloads == 1
    bench.segmenters = [TruthSegmenter()]
    image = bench.see()
    assert image is not None
    assert person_share(image) > 0.01


def test_an_engine_that_could_not_be_loaded_again_is_asked_for_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.pipeline.process.retries.RELOAD_S", 0.0)
    flaky = Flaky()
    bench = Bench(segmenters=[flaky], backgrounds=[PlainBackground()])
    assert not bench.worker.load_failed()  # at the start there is no network to fall back to
    bench.see()
    assert bench.reloads == 0
    assert bench.worker.load_failed()  # another one could not be loaded; this one keeps running
    flaky.broken = True
    for index in range(FAILURES_IN_A_ROW + 1):
        bench.see(index)
    assert bench.reloads == 1
    assert not bench.worker.load_failed()
    bench.see()
    assert bench.reloads == 2


def test_a_mistake_of_ours_shows_the_background_to_files_and_eyes_and_is_over_with_the_next_picture(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = bench.worker._pictures
    compose = stages.compose
    faults = iter([True, False])
    monkeypatch.setattr(stages, "compose", lambda *a: [][1] if next(faults, False) else compose(*a))
    bench.worker.start()

    def shows_more(before: int) -> bool:
        return len(bench.shown) > before

    for index in range(2):
        image = raw_frame(index, SIZE)
        image.flags.writeable = False
        shown = len(bench.shown)
        pictures.put(Captured(Frame(image, monotonic(), index), 1, ""))
        wait_until(partial(shows_more, shown))
    bench.worker.stop(5)
    assert [person_share(frame.image) > 0 for frame in bench.shown[:2]] == [False, True]
    assert bench.events.count(EngineFailed) == bench.events.count(EngineWorks) == 1


def test_a_recording_that_starts_before_the_first_picture_has_the_size_of_the_pictures(bench: Bench) -> None:
    bench.live = False
    bench.outputs.start_recording(RecordSettings(), None)
    bench.worker.step(None)
    bench.live = True
    bench.see()
    bench.live = False
    bench.worker.step(None)
    bench.outputs.close()
    sizes = [frame.size for frame in bench.recorders.made[0].sink.frames]
    assert len(sizes) == 2
    assert set(sizes) == {SIZE}


def test_single_failures_do_not_cost_the_engine(bench: Bench) -> None:
    flaky = Flaky()
    bench.segmenters = [flaky]
    for index in range(4 * FAILURES_IN_A_ROW):
        flaky.broken = bool(index % 2)
        bench.see(index)
    assert bench.events.count(EngineFailed) == 0
    assert bench.worker.failed == 2 * FAILURES_IN_A_ROW


def test_a_background_that_fails_is_closed_and_reported_once(bench: Bench) -> None:
    class Gone(PlainBackground):
        def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
            raise OSError("gone")

    gone = Gone()
    bench.backgrounds = [gone]
    for index in range(3):
        image = bench.see(index)
        assert image is not None
        assert marker_share(image) == 0.0
    assert person_share(bench.shown[-1].image) > 0.01
    assert gone.closed
    assert bench.events.count(BackgroundFailed) == 1


@pytest.mark.parametrize("output", [False, True])
@pytest.mark.parametrize("preview", [False, True])
def test_one_composite_is_for_the_file_and_the_eyes(bench: Bench, preview: bool, output: bool) -> None:
    drawn: list[int] = []

    class Counting(PlainBackground):
        def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
            drawn.append(1)
            return super().render(image, alpha, time, sizes)

    bench.settings = Settings(mirror=MirrorSettings(preview, output))
    bench.backgrounds = [Counting()]
    bench.outputs.start_recording(RecordSettings(), None)
    shown = bench.see(0)
    assert len(drawn) == 1
    assert shown is not None
    written = bench.recorders.made[0].sink.frames[0].image
    assert np.array_equal(shown, written if preview == output else written[:, ::-1])


@pytest.mark.parametrize("output", [False, True])
def test_a_mirrored_preview_is_the_mirror_of_what_the_others_see(bench: Bench, output: bool) -> None:
    """Including the background: whatever the person covers in the mirror image, they cover for others."""
    background = parse_background("home-office")
    bench.settings = Settings(mirror=MirrorSettings(preview=not output, output=output))
    bench.backgrounds = [open_background(background)]
    shown = bench.see(0)
    kept = Settings(mirror=MirrorSettings(preview=output, output=output))
    alone = Bench(kept, segmenters=[TruthSegmenter()], backgrounds=[open_background(background)])
    written = alone.see(0)
    assert shown is not None
    assert written is not None
    assert np.array_equal(shown[:, ::-1], written)


def test_a_background_alone_is_mirrored_for_the_eyes_as_well(bench: Bench) -> None:
    bench.settings = Settings(mirror=MirrorSettings(preview=True, output=False))
    bench.backgrounds = [open_background(parse_background("home-office"))]
    bench.segmenters = []
    bench.see()  # from here on the size is known
    bench.live = False
    bench.outputs.start_recording(RecordSettings(), None)
    bench.worker.step(None)
    written = bench.recorders.made[0].sink.frames[0].image
    assert np.array_equal(bench.shown[-1].image, written[:, ::-1])
    assert not np.array_equal(bench.shown[-1].image, written)


def test_while_nobody_can_see_it_nothing_is_worked_out(bench: Bench) -> None:
    asked: list[int] = []

    class Counting(TruthSegmenter):
        def alpha(self, image: Image) -> NDArray[np.float32]:
            asked.append(1)
            return super().alpha(image)

    bench.segmenters = [Counting()]
    bench.see(0)
    bench.preview_visible = False
    assert bench.see(1) is None
    bench.live = False
    bench.worker.step(None)
    assert (len(asked), len(bench.shown)) == (1, 1)
    bench.live = bench.preview_visible = True
    image = bench.see(2)
    assert image is not None
    assert person_share(image) > 0.01


def test_recording_continues_while_nobody_can_see_the_preview(bench: Bench) -> None:
    bench.settings = Settings(mirror=MirrorSettings(preview=True, output=False))
    bench.preview_visible = False
    bench.outputs.start_recording(RecordSettings(), None)
    for index in range(3):
        assert bench.see(index) is None, "composed for nobody"
    written = bench.recorders.made[0].sink.frames
    assert [frame.index for frame in written] == [0, 1, 2]
    for frame in written:
        assert person_share(frame.image) > 0.01
        assert marker_share(frame.image) == 0.0


def test_zones_are_of_one_source_and_hold_for_the_file_as_well(bench: Bench) -> None:
    labels = np.zeros((90, 160), np.uint8)
    labels[60:] = KEEP
    zones = with_mask(ZoneSettings(), "camera:mine", pack(labels))
    bench.settings = Settings(zones=zones, mirror=MirrorSettings(preview=True, output=False))
    bench.outputs.start_recording(RecordSettings(), None)
    mine = bench.see(0, source="camera:mine")
    other = bench.see(1, source="camera:other")
    assert mine is not None
    assert other is not None
    assert marker_share(mine[130:]) > 0.2, "the kept part is not there"
    assert marker_share(mine[:110]) == 0.0, "more than the kept part is there"
    assert marker_share(other) == 0.0, "another camera's room was kept"
    recorded = bench.recorders.made[0].sink.frames[0].image
    assert np.array_equal(recorded[130:], raw_frame(0)[130:])


def test_a_drop_zone_hides_even_the_person(bench: Bench) -> None:
    everything = np.full((90, 160), DROP, np.uint8)
    bench.settings = Settings(zones=with_mask(ZoneSettings(), "camera:mine", pack(everything)))
    image = bench.see(0, source="camera:mine")
    assert image is not None
    assert person_share(image) == 0.0


def test_a_kept_room_waits_for_an_alpha_too(bench: Bench) -> None:
    bench.segmenters = []
    everything = np.full((90, 160), KEEP, np.uint8)
    bench.settings = Settings(zones=with_mask(ZoneSettings(), "camera:mine", pack(everything)))
    image = bench.see(0, source="camera:mine")
    assert image is not None
    assert marker_share(image) == 0.0
