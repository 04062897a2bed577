from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.ui.desktop.garbage import WORTH_A_LOOK, Collection, GarbageCollector
from tests.cycles import MANY, Cycle, leave_cycles


@pytest.fixture
def collector(automatic: None, qtbot: QtBot) -> Iterator[GarbageCollector]:
    result = GarbageCollector()
    yield result
    result.stop()


def in_a_worker(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work, name="worker")
    thread.start()
    thread.join()


def test_by_itself_python_frees_in_the_thread_that_allocates(automatic: None) -> None:
    freed_in: list[str] = []
    Cycle(freed_in)
    in_a_worker(leave_cycles)
    assert freed_in == ["worker"]


def test_a_worker_that_allocates_frees_nothing_of_the_gui(collector: GarbageCollector, qtbot: QtBot) -> None:
    freed_in: list[str] = []
    Cycle(freed_in)
    in_a_worker(leave_cycles)
    assert freed_in == []
    qtbot.waitUntil(lambda: freed_in == [threading.current_thread().name])


def test_what_workers_leave_is_freed_as_well(collector: GarbageCollector, qtbot: QtBot) -> None:
    freed_in: list[str] = []

    def work() -> None:
        for _ in range(MANY):
            Cycle(freed_in)

    in_a_worker(work)
    qtbot.waitUntil(lambda: freed_in == [threading.current_thread().name] * MANY)


def test_few_new_objects_are_not_worth_a_round() -> None:
    gc.collect()
    assert Collection().look() is None


def look_after(new: int, rounds: Collection) -> int | None:
    leave_cycles(new)
    return rounds.look()


def old_cycle() -> weakref.ref[Cycle]:
    """Unreachable, but old enough to be in the oldest generation."""
    cycle = Cycle([])
    gc.collect()
    return weakref.ref(cycle)


def test_the_first_look_frees_what_an_earlier_window_left() -> None:
    gone = old_cycle()
    assert look_after(MANY, Collection()) == 2
    assert gone() is None


def test_every_generation_has_its_turn() -> None:
    rounds = Collection()
    look_after(MANY, rounds)
    gone, generations = old_cycle(), []
    while gone() is not None:
        generations.append(look_after(MANY, rounds))
    assert generations.pop() == 2
    assert generations.count(0) > generations.count(1) > 3
    assert 2 not in generations


def test_many_new_objects_count_for_many_rounds() -> None:
    rounds = Collection()
    look_after(MANY, rounds)
    assert look_after(WORTH_A_LOOK[1], rounds) == 1
    assert look_after(WORTH_A_LOOK[2], rounds) == 2


def test_what_was_there_is_spared_until_the_end(collector: GarbageCollector) -> None:
    freed_in: list[str] = []
    spared = Cycle(freed_in)
    collector.spare_what_is_there()
    del spared
    gc.collect()
    assert freed_in == []
    collector.stop()
    gc.collect()
    assert freed_in == [threading.current_thread().name]


def test_once_it_has_ended_nothing_is_spared_any_more(collector: GarbageCollector) -> None:
    collector.stop()
    collector.spare_what_is_there()  # a timer of the window may be late
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize("before", [True, False])
def test_at_the_end_it_is_as_it_was(before: bool, automatic: None, qtbot: QtBot) -> None:
    if not before:
        gc.disable()
    collector = GarbageCollector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled() == before
    gc.disable()
    collector.stop()
    assert not gc.isenabled(), "the second time changes nothing"
