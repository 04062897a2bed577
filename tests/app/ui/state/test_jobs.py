from __future__ import annotations

import threading
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.ui.state.jobs import Jobs


def test_a_job_runs_aside_and_answers_here(qtbot: QtBot, jobs: Jobs) -> None:
    answers: list[tuple[object, threading.Thread]] = []
    jobs.submit(threading.current_thread, lambda result: answers.append((result, threading.current_thread())))
    qtbot.waitUntil(lambda: len(answers) == 1)
    worker, receiver = answers[0]
    assert worker is not threading.main_thread()
    assert receiver is threading.main_thread()


def test_a_job_that_fails_answers_with_an_error(qtbot: QtBot, jobs: Jobs) -> None:
    answers: list[object] = []

    def expected() -> None:
        raise AppError("No such file", "Look again.")

    def unexpected() -> None:
        raise ZeroDivisionError("by nought")

    jobs.submit(expected, answers.append)
    jobs.submit(unexpected, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert all(isinstance(answer, AppError) for answer in answers)
    assert str(answers[0]) == "No such file. Look again."


def test_jobs_that_are_held_wait_in_their_order(qtbot: QtBot, jobs: Jobs) -> None:
    answers: list[object] = []
    jobs.hold()
    for number in range(3):
        jobs.submit(partial(int, number), answers.append)
    qtbot.wait(20)
    assert answers == []
    jobs.release()
    jobs.release()
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert answers == [0, 1, 2]


def test_after_stop_nothing_is_delivered(qtbot: QtBot) -> None:
    jobs, running, go = Jobs(), threading.Event(), threading.Event()
    answers: list[int | AppError] = []

    def work() -> int:
        running.set()
        go.wait(10)
        return 1

    jobs.submit(work, answers.append)
    assert running.wait(10)
    go.set()
    jobs.stop()
    qtbot.wait(1)
    assert answers == []


def test_a_job_that_hangs_holds_up_neither_the_others_nor_the_exit(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.state.jobs.STOP_TIMEOUT_S", 0.05)
    jobs, running, door = Jobs(), threading.Event(), threading.Event()
    answers: list[object] = []

    def hang() -> None:
        running.set()
        door.wait(20)

    jobs.submit(hang, answers.append, lane="dead folder")
    jobs.submit(lambda: "seen", answers.append, lane="dead folder")
    jobs.submit(lambda: "thumbnail", answers.append)
    assert running.wait(20)
    qtbot.waitUntil(lambda: answers == ["thumbnail"])
    jobs.stop()
    door.set()
    qtbot.wait(1)
    assert answers == ["thumbnail"]


def test_lanes_that_are_held_stay_lanes(qtbot: QtBot, jobs: Jobs) -> None:
    door = threading.Event()
    answers: list[object] = []
    jobs.hold()
    jobs.submit(lambda: door.wait(20), answers.append, lane="slow")
    jobs.submit(lambda: "quick", answers.append)
    jobs.release()
    qtbot.waitUntil(lambda: answers == ["quick"])
    door.set()
    qtbot.waitUntil(lambda: answers == ["quick", True])


class Waiting(QObject):
    """Waits for an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []

    def take(self, *answer: object) -> None:
        self.answers.append(answer)


def test_a_receiver_that_was_deleted_meanwhile_gets_no_answer(qtbot: QtBot, jobs: Jobs) -> None:
    gone, there, done = Waiting(), Waiting(), list[object]()
    for waiting in (gone, there):
        jobs.submit(lambda: 1, waiting.take)
        jobs.submit(lambda: 2, partial(partial(waiting.take, "a"), "b"))
    jobs.submit(lambda: 3, done.append)
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: done == [3])
    assert gone.answers == []
    assert there.answers == [(1,), ("a", "b", 2)]


def test_no_other_thread_frees_a_waiting_receiver(qtbot: QtBot, jobs: Jobs) -> None:
    freed_in: list[threading.Thread] = []
    done: list[object] = []

    class Noting(Waiting):
        def __del__(self) -> None:
            freed_in.append(threading.current_thread())

    for number in range(20):
        jobs.submit(partial(int, number), Noting().take)
    jobs.submit(lambda: 1, done.append)
    qtbot.waitUntil(lambda: done == [1] and len(freed_in) == 20)
    assert set(freed_in) == {threading.main_thread()}
