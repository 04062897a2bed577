import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.errors import AppError
from app.pipeline.loader import Loader

WAIT_S = 20.0


class Probe:
    """Collects what a loader reports and disposes of."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.failed: list[AppError] = []
        self.disposed: list[str] = []
        self.told = threading.Semaphore(0)

    def on_loaded(self, thing: str) -> None:
        self.loaded.append(thing)
        self.told.release()

    def on_failed(self, error: AppError) -> None:
        self.failed.append(error)
        self.told.release()

    def wait(self) -> None:
        assert self.told.acquire(timeout=WAIT_S)


@pytest.fixture
def probe() -> Probe:
    return Probe()


MakeLoader = Callable[[Callable[[str], str]], Loader[str, str]]


@pytest.fixture
def make(probe: Probe) -> Iterator[MakeLoader]:
    loaders: list[Loader[str, str]] = []

    def start(load: Callable[[str], str]) -> Loader[str, str]:
        loader = Loader(
            "test-loader", load, dispose=probe.disposed.append, on_loaded=probe.on_loaded, on_failed=probe.on_failed
        )
        loader.start()
        loaders.append(loader)
        return loader

    yield start
    for loader in loaders:
        loader.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "test-loader"]


def test_what_was_wished_for_is_taken_once(make: MakeLoader, probe: Probe) -> None:
    loader = make(str.upper)
    assert loader.take() is None
    loader.wish("sea")
    probe.wait()
    assert probe.loaded == ["SEA"]
    assert loader.take() == "SEA"
    assert loader.take() is None
    loader.stop()
    assert probe.disposed == []


def test_a_newer_wish_overtakes_one_that_is_being_loaded(make: MakeLoader, probe: Probe) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def load(what: str) -> str:
        if what == "slow":
            begun.set()
            go_on.wait(WAIT_S)
        return what

    loader = make(load)
    loader.wish("slow")
    assert begun.wait(WAIT_S)
    loader.wish("quick")
    go_on.set()
    probe.wait()
    assert loader.take() == "quick"
    assert probe.loaded == ["quick"]
    assert probe.disposed == ["slow"]


def test_what_nobody_took_is_disposed_of(make: MakeLoader, probe: Probe) -> None:
    loader = make(str)
    loader.wish("a")
    probe.wait()
    loader.wish("b")
    probe.wait()
    assert probe.disposed == ["a"]
    loader.stop()
    assert probe.disposed == ["a", "b"]


def _raise(error: Exception) -> Any:
    raise error


@pytest.mark.parametrize(
    ("error", "title", "hint"),
    [
        (AppError("No picture", "Choose one."), "No picture", "Choose one."),
        (ZeroDivisionError(), "Something could not be loaded", "The log file has details."),
    ],
)
def test_failures_are_reported_and_the_next_wish_is_heard(
    make: MakeLoader, probe: Probe, error: Exception, title: str, hint: str
) -> None:
    loader = make(lambda what: _raise(error) if what == "bad" else what)
    loader.wish("bad")
    probe.wait()
    assert (probe.failed[0].title, probe.failed[0].hint) == (title, hint)
    loader.wish("good")
    probe.wait()
    assert loader.take() == "good"


def test_stop_leaves_a_hanging_load_behind(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pipeline.loader.JOIN_TIMEOUT_S", 0.02)
    begun, go_on = threading.Event(), threading.Event()

    def load(what: str) -> str:
        begun.set()
        go_on.wait(WAIT_S)
        return what

    disposed = threading.Event()
    loader = Loader("hanging", load, dispose=lambda _: disposed.set(), on_failed=probe.on_failed)
    loader.start()
    loader.wish("late")
    assert begun.wait(WAIT_S)
    loader.stop()
    go_on.set()
    assert disposed.wait(WAIT_S), "what came too late was kept open"
    assert loader.take() is None
