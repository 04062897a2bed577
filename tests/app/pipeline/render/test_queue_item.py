from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.render.queue_item import ItemState, QueueItem
from app.pipeline.render.task import Task

ITEM = QueueItem("1", Task("render", {}), "a.mp4", Path("b.mp4"), state="running", done=3, total=12, left_s=9.0)


def test_a_finished_item_has_the_file_that_was_made() -> None:
    report = {"output": "b part 1.mp4", "warnings": ["It is damaged."], "fps": 25}
    done = ITEM.finished(Path("b part 1.mp4"), report)
    assert (done.state, done.output, done.warnings, done.left_s) == (
        "done", Path("b part 1.mp4"), ("It is damaged.",), None)
    assert done.report == report
    assert done.part_done == 1.0


@pytest.mark.parametrize("failed_running", [False, True])
def test_a_failed_item_says_why_and_whether_another_attempt_makes_sense(failed_running: bool) -> None:
    failed = ITEM.failed(AppError("It is damaged", "Choose another.", failed_running=failed_running))
    assert (failed.state, failed.error, failed.hint) == ("failed", "It is damaged", "Choose another.")
    assert failed.bad_input is not failed_running
    assert failed.left_s is None


@pytest.mark.parametrize(("done", "total", "part"), [(3, 12, 0.25), (30, 12, 1.0), (3, None, None), (3, 0, None)])
def test_its_progress_is_a_part_of_the_whole(done: int, total: int | None, part: float | None) -> None:
    assert QueueItem("1", ITEM.task, "a", Path("b"), done=done, total=total).part_done == part


@pytest.mark.parametrize(
    ("state", "unfinished"),
    [("waiting", True), ("running", True), ("paused", True), ("done", False), ("failed", False), ("stopped", False)],
)
def test_what_may_still_run_is_unfinished(state: ItemState, unfinished: bool) -> None:
    assert QueueItem("1", ITEM.task, "a", Path("b"), state=state).unfinished is unfinished
