import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.pipeline.render.queue import RenderQueue
from app.pipeline.render.queue_file import QueueFile
from app.pipeline.render.task import Progress, Task
from app.pipeline.render.worker import StoppedError

WAIT_S = 30.0


class FakeWorker:
    """Does what the task's name says, step by step, in the queue's thread."""

    def __init__(self, log: list[str]) -> None:
        self.log = log
        self.paused, self.stopped = threading.Event(), threading.Event()
        self.free = threading.Event()

    def run(self, task: Task, on_progress: Progress) -> dict[str, Any]:
        self.log.append(task.job["name"])
        self.stopped.clear()
        on_progress(1, 4)
        if task.kind == "bad":
            raise AppError("It is damaged", "Choose another.")
        if task.kind == "broken":
            raise RuntimeError("boom")
        while task.kind == "long" and not self.free.wait(0.005):
            on_progress(2, 4)
            if self.stopped.is_set():
                raise StoppedError
        return {"output": task.job["name"], "warnings": ["a hair is missing"]}

    def pause(self) -> None:
        self.paused.set()

    def resume(self) -> None:
        self.paused.clear()

    def stop(self) -> None:
        self.stopped.set()

    def close(self) -> None:
        self.stopped.set()
        self.log.append("closed")


class Rig:
    """A queue, its worker, and ways to wait."""

    def __init__(self, kept: QueueFile | None = None) -> None:
        self.log: list[str] = []
        self.worker = FakeWorker(self.log)
        self._changed = threading.Condition()
        self.queue = RenderQueue(kept=kept, on_change=self._tell, open_worker=lambda: self.worker)

    def add(self, name: str, kind: str = "quick") -> str:
        return self.queue.add(Task(kind, {"name": name}), name, Path(name))

    def states(self) -> dict[str, str]:
        return {item.name: item.state for item in self.queue.items}

    def until(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, WAIT_S), self.states()

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()


def test_files_come_out_in_order_and_what_fails_stops_nobody() -> None:
    rig = Rig()
    for name, kind in (("a", "quick"), ("b", "bad"), ("c", "broken"), ("d", "quick")):
        rig.add(name, kind)
    rig.queue.start()
    assert rig.queue.wait(WAIT_S)
    rig.queue.close()
    assert rig.states() == {"a": "done", "b": "failed", "c": "failed", "d": "done"}
    first, bad, broken, _ = rig.queue.items
    assert (first.warnings, first.part_done) == (("a hair is missing",), 1.0)
    assert (bad.error, bad.hint, bad.bad_input) == ("It is damaged", "Choose another.", True)
    assert "boom" in broken.error
    assert not broken.bad_input


def test_the_process_is_given_back_when_nothing_is_left_to_do() -> None:
    rig = Rig()
    rig.queue.start()
    rig.add("a")
    rig.until(lambda: "closed" in rig.log)
    rig.add("b")
    rig.until(lambda: rig.log.count("closed") == 2)
    rig.queue.close()
    assert rig.log == ["a", "closed", "b", "closed"]


def test_a_running_item_is_paused_resumed_and_shows_its_progress() -> None:
    rig = Rig()
    long = rig.add("long", "long")
    rig.queue.start()
    rig.until(lambda: rig.queue.items[0].done == 2)
    rig.queue.pause([long])
    assert rig.worker.paused.is_set()
    assert rig.states() == {"long": "paused"}
    assert rig.queue.items[0].part_done == 0.5
    rig.queue.resume([long])
    rig.until(lambda: rig.states() == {"long": "running"})
    rig.worker.free.set()
    assert rig.queue.wait(WAIT_S)
    rig.queue.close()
    assert rig.states() == {"long": "done"}


def test_one_that_waits_is_paused_and_passed_over() -> None:
    rig = Rig()
    first, second = rig.add("a"), rig.add("b")
    rig.queue.pause([first])
    rig.queue.start()
    rig.until(lambda: rig.states() == {"a": "paused", "b": "done"})
    rig.queue.resume([first, second])
    assert rig.queue.wait(WAIT_S)
    rig.queue.close()
    assert rig.states() == {"a": "done", "b": "done"}


def test_stopped_ones_stay_in_the_list_and_can_be_tried_again_or_removed() -> None:
    rig = Rig()
    long, waiting = rig.add("long", "long"), rig.add("waiting")
    rig.queue.start()
    rig.until(lambda: rig.queue.items[0].done == 2)
    rig.queue.stop([waiting, long])
    assert rig.queue.wait(WAIT_S)
    assert rig.states() == {"long": "stopped", "waiting": "stopped"}
    rig.queue.remove([long])
    rig.queue.retry([waiting])
    assert rig.queue.wait(WAIT_S)
    rig.queue.close()
    assert rig.states() == {"waiting": "done"}


def test_a_queue_continues_after_the_program_ended(tmp_path: Path) -> None:
    rig = Rig(QueueFile(tmp_path / "queue.json"))
    for name, kind in (("done", "quick"), ("bad", "bad"), ("long", "long"), ("waiting", "quick"), ("held", "quick")):
        rig.add(name, kind)
    rig.queue.pause([rig.queue.items[4].id])
    rig.queue.start()
    rig.until(lambda: rig.queue.items[2].done == 2)
    rig.queue.close()
    assert rig.states() == {"done": "done", "bad": "failed", "long": "waiting", "waiting": "waiting", "held": "paused"}
    again = Rig(QueueFile(tmp_path / "queue.json"))
    assert again.states() == rig.states()
    assert again.queue.items[1].error == "It is damaged"
    again.worker.free.set()
    again.queue.start()
    again.until(lambda: [*again.states().values()] == ["done", "failed", "done", "done", "paused"])
    again.queue.close()


def test_a_second_window_has_a_queue_of_its_own(tmp_path: Path) -> None:
    rig = Rig(QueueFile(tmp_path / "queue.json"))
    rig.add("a")
    other = Rig(QueueFile(tmp_path / "queue.json"))
    assert other.queue.items == ()
    other.add("b")
    rig.queue.close()
    other.queue.close()
    third = Rig(QueueFile(tmp_path / "queue.json"))
    assert third.states() == {"a": "waiting"}
    third.queue.close()
