from __future__ import annotations

import threading

from app.pipeline.latest_slot import LatestSlot

WAIT_S = 60.0


def test_the_latest_item_wins_and_the_others_are_counted() -> None:
    slot: LatestSlot[int] = LatestSlot()
    for item in (1, 2, 3):
        slot.put(item)
    assert slot.take() == 3
    assert slot.dropped == 2
    assert slot.take() is None


def test_an_item_that_was_taken_is_not_dropped() -> None:
    slot: LatestSlot[int] = LatestSlot()
    slot.put(1)
    slot.take()
    slot.put(2)
    assert slot.dropped == 0


def waiting(slot: LatestSlot[int], found: list[int | None]) -> threading.Thread:
    thread = threading.Thread(target=lambda: found.append(slot.take(None)), daemon=True)
    thread.start()
    return thread


def test_an_item_wakes_a_waiting_thread() -> None:
    slot: LatestSlot[int] = LatestSlot()
    found: list[int | None] = []
    thread = waiting(slot, found)
    slot.put(5)
    thread.join(WAIT_S)
    assert found == [5]


def test_closing_drops_the_item_and_wakes_a_waiting_thread() -> None:
    slot: LatestSlot[int] = LatestSlot()
    found: list[int | None] = []
    thread = waiting(slot, found)
    slot.close()
    thread.join(WAIT_S)
    assert found == [None]
    slot.put(1)
    assert slot.take() is None
