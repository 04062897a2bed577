import threading
from collections.abc import Callable
from dataclasses import replace

from app.pipeline.engine import EngineChoice
from app.pipeline.governor import Costs, Level, guess
from app.pipeline.tuner import Tuner
from app.settings import EngineSettings, Settings
from sinet_core.errors import WeightsError

WAIT_S = 20.0


class Engine:
    """Collects what is asked for."""

    def __init__(
        self,
        measure: Callable[[Callable[[], bool]], Costs | None] | None = None,
        known: Costs | None = None,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self.wishes: list[EngineChoice] = []
        self.wished = threading.Condition()
        self.settings = Settings()
        self.tuner = Tuner(self.settings, self._wish, measure, known=known, busy=busy, settle_s=0.0, busy_s=0.01)
        self.now = 0.0
        self.tuner.start()

    def apply(self, **engine: object) -> None:
        values = replace(self.settings.engine, **engine)  # type: ignore[arg-type]
        self.settings = replace(self.settings, engine=values)
        self.tuner.apply(self.settings)

    def see(self, seconds: float, frame_ms: float | None, fps: int = 30) -> None:
        for _ in range(round(seconds * fps)):
            self.now += 1 / fps
            self.tuner.look(self.now, lambda: frame_ms, 0)

    def wait_for(self, size: tuple[int, int]) -> None:
        with self.wished:
            assert self.wished.wait_for(lambda: self.wishes[-1].size == size, WAIT_S)

    def _wish(self, choice: EngineChoice) -> None:
        with self.wished:
            self.wishes.append(choice)
            self.wished.notify_all()


def test_the_first_network_fits_the_wanted_frames() -> None:
    assert Engine().wishes == [EngineChoice("openvino", (160, 256), 1)]


def test_a_camera_of_another_aspect_has_another_input() -> None:
    engine = Engine()
    engine.tuner.source_opened((1920, 1080), 30.0)
    assert len(engine.wishes) == 1
    engine.tuner.source_opened((640, 480), 30.0)
    engine.tuner.source_opened((720, 1280), 0.0)
    assert [wish.size for wish in engine.wishes[1:]] == [(224, 224), (256, 160)]


def test_a_slow_machine_gets_a_smaller_network_and_is_told_why() -> None:
    engine = Engine()
    engine.see(5, 45.0)
    assert engine.wishes[-1].size != (160, 256)
    assert engine.tuner.note
    engine.see(60, 5.0)
    assert engine.wishes[-1].size == (192, 320)
    assert engine.tuner.note == ""


def test_it_is_asked_once_a_second() -> None:
    engine, asked = Engine(), []
    for number in range(300):
        engine.tuner.look(number / 100, lambda: asked.append(1), 0)  # type: ignore[func-returns-value]
    assert len(asked) == 3


def test_what_is_pinned_by_hand_stays() -> None:
    engine = Engine()
    engine.apply(effort="light", threads=2)
    assert engine.wishes[-1] == EngineChoice("openvino", (128, 224), 2)
    engine.see(10, 90.0)
    assert len(engine.wishes) == 2
    assert engine.tuner.note == ""
    engine.apply(effort="auto", threads=1)
    assert engine.wishes[-1].size == (192, 320)


def test_an_engine_that_failed_is_asked_for_again() -> None:
    engine = Engine()
    engine.tuner.again()
    assert len(engine.wishes) == 2
    assert engine.wishes[0] == engine.wishes[1]


def test_a_machine_that_was_timed_before_starts_with_what_it_can_do() -> None:
    usual = guess((1,))
    slow = Costs({level: 4 * ms for level, ms in usual.network_ms.items()}, 2.0)
    calls: list[int] = []
    engine = Engine(lambda _: calls.append(1), known=slow)  # type: ignore[arg-type, func-returns-value]
    assert [wish.size for wish in engine.wishes] == [(128, 224)]
    assert engine.tuner.note
    engine.tuner.engine_ready()
    engine.tuner.stop()
    assert calls == []


def test_the_machine_is_timed_once_the_first_network_runs() -> None:
    slow = guess((1,))
    slow = Costs({level: 4 * ms for level, ms in slow.network_ms.items()}, 2.0)
    calls: list[int] = []

    def measure(stopped: Callable[[], bool]) -> Costs:
        calls.append(1)
        return slow

    engine = Engine(measure)
    assert calls == []
    engine.tuner.engine_ready()
    engine.wait_for((128, 224))  # (18 + 2) ms of 33, three quarters of a core
    engine.tuner.engine_ready()
    engine.tuner.stop()
    assert calls == [1]
    assert engine.tuner.note


def test_a_timing_ends_with_the_session() -> None:
    started = threading.Event()

    def measure(stopped: Callable[[], bool]) -> None:
        started.set()
        while not stopped():
            pass

    engine = Engine(measure)
    engine.tuner.engine_ready()
    assert started.wait(WAIT_S)
    engine.tuner.stop()
    assert "machine-timing" not in {thread.name for thread in threading.enumerate()}


def test_a_recording_is_not_disturbed_by_a_timing() -> None:
    slow = guess((1,))
    slow = Costs({level: 4 * ms for level, ms in slow.network_ms.items()}, 2.0)
    started, recording = threading.Event(), threading.Event()
    begun: list[bool] = []

    def measure(stopped: Callable[[], bool]) -> Costs | None:
        begun.append(recording.is_set())
        started.set()
        if len(begun) > 1:
            return slow
        while not stopped():
            pass
        return None

    engine = Engine(measure, busy=recording.is_set)
    engine.tuner.engine_ready()
    assert started.wait(WAIT_S)
    recording.set()  # in the middle of it: it is given up
    threading.Timer(0.1, recording.clear).start()
    engine.wait_for((128, 224))
    engine.tuner.stop()
    assert begun == [False, False]


def test_a_machine_that_cannot_be_timed_runs_on() -> None:
    def measure(stopped: Callable[[], bool]) -> Costs:
        raise WeightsError("gone", "")

    engine = Engine(measure)
    engine.tuner.engine_ready()
    engine.tuner.stop()
    engine.see(5, 45.0)
    assert len(engine.wishes) == 2


def test_settings_of_other_things_load_nothing() -> None:
    engine = Engine()
    engine.apply(motion_gate=False)
    engine.tuner.apply(replace(engine.settings, engine=EngineSettings(motion_gate=False)))
    assert len(engine.wishes) == 1
    assert Level() == Level("full", 1)
