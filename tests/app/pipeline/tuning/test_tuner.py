import threading
from dataclasses import replace

import pytest

from app.pipeline.stats import Moving
from app.pipeline.tuning.choice import EngineChoice
from app.pipeline.tuning.governor import Costs, Level, costs_like
from app.pipeline.tuning.tuner import SETTLE_LOOKS, TIMED_LOOKS, Tuner
from app.settings import EngineSettings, Settings
from sinet_core.inference.looks import Look, looks_at

WAIT_S = 20.0
BEST = EngineChoice("auto", looks_at((1280, 720), "best"), 1)
SLOW, QUICK = costs_like(Level(), 24.0, 2.0, (1, 2)), costs_like(Level(), 2.0, 2.0, (1,))


@pytest.fixture(autouse=True)
def two_cores_and_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("app.pipeline.tuning.choice.native_variant", object)


class Engine:
    """Collects the requests, and the timings to keep."""

    def __init__(self, **known: Costs) -> None:
        """known: by the engine that ran."""
        self.wishes: list[EngineChoice] = []
        self.kept: list[Costs] = []
        self.kept_of: list[str] = []
        self.kept_one = threading.Event()
        self.busy = False
        self.settings = Settings()
        self.tuner = Tuner(self.settings, self.wishes.append, known=known.get, keep=self._keep, busy=lambda: self.busy)
        self.now = 0.0
        self.tuner.start()

    def apply(self, **engine: object) -> None:
        values = replace(self.settings.engine, **engine)  # type: ignore[arg-type]
        self.settings = replace(self.settings, engine=values)
        self.tuner.apply(self.settings)

    def see(self, seconds: float, frame_ms: float | None, fps: int = 30, network_ms: float = 4.0) -> None:
        moving = None if frame_ms is None else Moving(frame_ms, network_ms)
        for _ in range(round(seconds * fps)):
            self.now += 1 / fps
            self.tuner.tick(self.now, lambda: moving, 0)

    def _keep(self, engine: str, costs: Costs) -> None:
        self.kept_of.append(engine)
        self.kept.append(costs)
        self.kept_one.set()


def test_the_first_network_fits_the_wanted_frames() -> None:
    assert Engine().wishes == [EngineChoice("auto", (Look((160, 256)),), 1)]


def test_a_camera_of_another_aspect_has_another_input() -> None:
    engine = Engine()
    engine.tuner.source_opened((1920, 1080), 30.0)
    assert len(engine.wishes) == 1
    engine.tuner.source_opened((640, 480), 30.0)
    engine.tuner.source_opened((720, 1280), 0.0)
    assert [wish.looks[0].size for wish in engine.wishes[1:]] == [(160, 224), (192, 192)]


def test_a_slow_machine_gets_a_smaller_network_and_is_reported_why() -> None:
    engine = Engine()
    engine.see(5, 45.0)
    assert engine.wishes[-1].looks[0].size != (160, 256)
    assert engine.tuner.note
    engine.see(60, 5.0)
    assert engine.wishes[-1] == BEST
    assert engine.tuner.note == ""


def test_it_is_asked_once_a_second() -> None:
    engine, asked = Engine(), []
    for number in range(300):
        engine.tuner.tick(number / 100, lambda: asked.append(1), 0)  # type: ignore[func-returns-value]
    assert len(asked) == 3


def test_what_is_pinned_by_hand_stays() -> None:
    engine = Engine()
    engine.apply(effort="light", threads=2)
    assert engine.wishes[-1] == EngineChoice("auto", (Look((128, 224)),), 2)
    engine.see(10, 90.0)
    assert len(engine.wishes) == 2
    assert engine.tuner.note == ""
    engine.apply(effort="auto", threads=1)
    assert engine.wishes[-1].looks[0].size == (192, 320)


def test_an_engine_that_failed_is_asked_for_again() -> None:
    engine = Engine()
    engine.tuner.again()
    assert len(engine.wishes) == 2
    assert engine.wishes[0] == engine.wishes[1]


def test_a_machine_that_was_timed_before_starts_with_what_it_can_do() -> None:
    engine = Engine(native=costs_like(Level(), 24.0, 2.0, (1,)))
    assert [wish.looks[0].size for wish in engine.wishes] == [(128, 224)]  # (18 + 2) ms of 33, three quarters of a core
    assert engine.tuner.note


def test_the_machine_is_timed_by_its_first_pictures() -> None:
    engine = Engine()
    engine.see(SETTLE_LOOKS, 90.0)  # the start itself: gallery, devices, ...
    assert len(engine.wishes) == 1
    engine.see(TIMED_LOOKS + 1, 12.0, network_ms=2.0)
    assert engine.wishes[-1] == BEST
    assert engine.tuner.note == ""
    assert engine.kept_one.wait(WAIT_S)
    assert engine.kept[0].network_ms[Level()] == pytest.approx(2.0)
    assert engine.kept[0].rest_ms == pytest.approx(10.0)


def test_a_machine_with_less_room_gets_the_smaller_network() -> None:
    engine = Engine()
    engine.see(SETTLE_LOOKS + TIMED_LOOKS + 1, 15.0, network_ms=4.0)
    assert engine.wishes[-1].looks == looks_at((1280, 720), "finest")
    assert engine.tuner.note == ""


def test_frames_of_another_network_than_the_wished_one_are_not_timed() -> None:
    """The wished one could not be loaded, and the one before keeps running."""
    engine = Engine()
    engine.apply(effort="best")
    engine.tuner.engine_failed()
    engine.apply(effort="auto", budget=70)
    engine.tuner.engine_failed()
    engine.see(SETTLE_LOOKS + TIMED_LOOKS + 5, 12.0, network_ms=2.0)
    assert engine.kept == []
    before = len(engine.wishes)
    engine.apply(effort="auto", budget=60)
    assert len(engine.wishes) == before + 1, "a new choice tries it again"
    engine.see(TIMED_LOOKS + 1, 12.0, network_ms=2.0)
    assert engine.kept_one.wait(WAIT_S)


def test_automatic_does_without_a_network_that_cannot_be_loaded() -> None:
    engine = Engine(native=QUICK)
    assert engine.wishes == [BEST]
    engine.tuner.engine_failed()
    assert engine.wishes[-1].looks == looks_at((1280, 720), "finest")
    assert "reinstall" in engine.tuner.note
    engine.tuner.engine_loaded("native")
    engine.see(400.0, 4.0, fps=2, network_ms=2.0)
    assert len(engine.wishes) == 2, "it is not asked for again"
    assert "reinstall" in engine.tuner.note, "still, after the machine was timed"


def test_another_engine_gets_the_better_network_again() -> None:
    """The engine was at fault: it is not installed."""
    engine = Engine(native=QUICK, openvino=QUICK)
    engine.tuner.engine_failed()
    engine.apply(name="native")
    assert engine.tuner.note == ""
    engine.tuner.engine_loaded("openvino")
    assert engine.wishes[-1] == replace(BEST, name="native")


def test_the_small_network_is_not_given_up() -> None:
    """Without it there is nothing left to run."""
    engine = Engine()
    first = engine.wishes[-1]
    engine.tuner.engine_failed()
    assert engine.wishes == [first]
    engine.tuner.again()
    assert engine.wishes == [first, first]


def test_a_network_that_was_chosen_is_not_replaced() -> None:
    engine = Engine()
    engine.apply(effort="best")
    engine.tuner.engine_failed()
    assert engine.wishes[-1] == BEST


def test_a_slow_machine_is_timed_as_well() -> None:
    engine = Engine()
    engine.see(SETTLE_LOOKS + TIMED_LOOKS + 1, 26.0, network_ms=20.0)
    assert [wish.looks[0].size for wish in engine.wishes] == [(160, 256), (128, 224)]
    assert engine.tuner.note


@pytest.mark.parametrize("frame_ms", [None, 0.0], ids=["nothing moves", "no network"])
def test_pictures_that_say_nothing_do_not_count(frame_ms: float | None) -> None:
    engine = Engine()
    engine.see(20, frame_ms, network_ms=0.0)
    assert engine.kept == []
    engine.see(TIMED_LOOKS + 1, 15.0)
    assert engine.kept_one.wait(WAIT_S)


def test_a_recording_says_nothing_about_the_time_without_one() -> None:
    engine = Engine()
    engine.busy = True
    engine.see(20, 24.0)
    assert engine.kept == []
    assert len(engine.wishes) == 1
    engine.busy = False
    engine.see(TIMED_LOOKS + 1, 15.0)
    assert engine.kept_one.wait(WAIT_S)


def test_settings_of_other_things_load_nothing() -> None:
    engine = Engine()
    engine.apply(motion_gate=False)
    engine.tuner.apply(replace(engine.settings, engine=EngineSettings(motion_gate=False)))
    assert len(engine.wishes) == 1
    assert Level() == Level("full", 1)


def test_what_is_timed_is_kept_under_the_engine_that_ran() -> None:
    engine = Engine()
    engine.tuner.engine_loaded("native")
    engine.see(SETTLE_LOOKS + TIMED_LOOKS + 1, 15.0)
    assert engine.kept_one.wait(WAIT_S)
    assert engine.kept_of == ["native"]
    engine.kept_one.clear()
    engine.apply(name="openvino")
    engine.see(5, 15.0)
    assert engine.kept_of == ["native"], "it is not loaded yet"
    engine.tuner.engine_loaded("openvino")
    engine.see(TIMED_LOOKS + 2, 28.0, network_ms=20.0)
    assert engine.kept_one.wait(WAIT_S)
    assert engine.kept_of == ["native", "openvino"]
    assert engine.kept[1].network_ms[Level()] > 2 * engine.kept[0].network_ms[Level()]


def test_auto_that_came_to_another_engine_is_judged_by_that_ones_times() -> None:
    """The kernels are compiled, but cannot run this network."""
    engine = Engine(native=QUICK, openvino=SLOW)
    assert engine.wishes[-1] == BEST
    engine.tuner.engine_loaded("openvino")
    assert engine.wishes[-1].looks[0].size == (128, 224)
    engine.tuner.engine_loaded("openvino")
    assert len(engine.wishes) == 2


def test_an_engine_that_was_chosen_starts_with_its_own_times() -> None:
    engine = Engine(native=QUICK, openvino=SLOW)
    engine.tuner.engine_loaded("native")
    engine.apply(name="openvino")
    assert engine.wishes[-1].name == "openvino"
    engine.tuner.engine_loaded("openvino")
    assert engine.wishes[-1] == EngineChoice("openvino", (Look((128, 224)),), 1)


def test_an_engine_without_times_is_guessed_and_timed() -> None:
    engine = Engine(native=SLOW)
    engine.tuner.engine_loaded("torch")
    engine.see(SETTLE_LOOKS + TIMED_LOOKS + 1, 15.0)
    assert engine.kept_one.wait(WAIT_S)
    assert engine.kept_of == ["torch"]
    assert Level("full", 2) in engine.kept[0].network_ms


def test_what_is_pinned_by_hand_stays_with_another_engine() -> None:
    engine = Engine(openvino=SLOW)
    engine.apply(effort="fine", threads=2)
    engine.tuner.engine_loaded("openvino")
    assert engine.wishes[-1] == EngineChoice("auto", (Look((192, 320)),), 2)
