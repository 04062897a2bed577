from pathlib import Path

import pytest

from app.pipeline.render.queue_item import QueueItem
from app.pipeline.render.task import Task
from app.ui.queue.words import summary, words_of


def item(**facts: object) -> QueueItem:
    return QueueItem("1", Task("render", {}), "a.mp4", Path("b.mp4"), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (item(), "Waiting"),
        (item(state="running"), "Starting…"),
        (item(state="running", done=30, total=120, left_s=75.0), "25 %, 1:15 left"),
        (item(state="running", done=30), "30 pictures"),
        (item(state="paused"), "Paused"),
        (item(state="paused", done=60, total=120), "Paused at 50 %"),
        (item(state="done", warnings=("It was cut off.",)), "Done. It was cut off."),
        (item(state="failed", error="It is damaged", hint="Choose another."), "It is damaged. Choose another."),
        (item(state="stopped"), "Cancelled"),
    ],
)
def test_each_state_has_its_words(given: QueueItem, words: str) -> None:
    assert words_of(given) == words


def test_the_summary_counts() -> None:
    assert summary([]) == ""
    assert summary([item(state="done"), item(), item(state="running")]) == "2 of 3 to go"
    assert summary([item(state="done"), item(state="failed")]) == "2 finished, 1 failed"
