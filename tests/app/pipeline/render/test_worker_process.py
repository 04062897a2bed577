from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from app.errors import AppError
from app.pipeline.render import worker_process
from app.pipeline.render.worker_process import Control, serve

WAIT_S = 30.0
Perform = Callable[[dict[str, Any], Callable[[int, int | None], None]], dict[str, Any]]


def served(monkeypatch: pytest.MonkeyPatch, perform: Perform, *orders: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers to the orders, which then end."""
    monkeypatch.setattr(worker_process, "doer_of", lambda _kind: SimpleNamespace(perform=perform))
    answers = io.BytesIO()
    serve(io.BytesIO(b"".join(json.dumps(order).encode() + b"\n" for order in orders)), answers)
    return [json.loads(line) for line in answers.getvalue().splitlines()]


def run(**job: Any) -> dict[str, Any]:
    return {"do": "run", "kind": "test", "job": job}


def test_each_kind_of_end_has_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def perform(job: dict[str, Any], _told: object) -> dict[str, Any]:
        if job["end"] == "refused":
            raise AppError("It is damaged", "Choose another.")
        if job["end"] == "broken":
            raise AppError("The disk is full", "Free some.", failed_running=True)
        if job["end"] == "unexpected":
            raise LookupError("x")
        return {"output": "a.mp4"}

    read_end, write_end = os.pipe()
    orders, answers = os.fdopen(read_end, "rb"), io.BytesIO()
    monkeypatch.setattr(worker_process, "doer_of", lambda _kind: SimpleNamespace(perform=perform))
    ends = ("done", "refused", "broken", "unexpected")
    thread = threading.Thread(target=serve, args=(orders, answers), daemon=True)
    thread.start()
    with os.fdopen(write_end, "wb", buffering=0) as pipe:
        for count, end in enumerate(ends, 1):
            pipe.write(json.dumps(run(end=end)).encode() + b"\n")
            _until(lambda count=count: answers.getvalue().count(b"\n") == count)  # type: ignore[misc]
    thread.join(WAIT_S)
    assert not thread.is_alive(), "it ends with the orders"
    done, refused, broken, unexpected = (json.loads(line) for line in answers.getvalue().splitlines())
    assert done == {"event": "done", "report": {"output": "a.mp4"}}
    assert (refused["title"], refused["hint"], refused["running"]) == ("It is damaged", "Choose another.", False)
    assert broken["running"] is True
    assert unexpected["event"] == "failed"
    assert unexpected["running"] is True


def _until(condition: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(round(WAIT_S / 0.005)):
        if condition():
            return
        waiting.wait(0.005)
    pytest.fail("it did not happen")


def test_a_task_without_a_parent_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_job: dict[str, Any], told: Callable[[int, int | None], None]) -> dict[str, Any]:
        for number in range(10**9):
            told(number, None)
        return {}

    answers = served(monkeypatch, endless, run())
    assert answers[-1] == {"event": "stopped"}


def test_the_last_frame_is_told_however_quick_the_task_is(monkeypatch: pytest.MonkeyPatch) -> None:
    told = threading.Event()

    def quick(_job: dict[str, Any], progress: Callable[[int, int | None], None]) -> dict[str, Any]:
        for number in range(1, 101):
            try:
                progress(number, 100)
            except KeyboardInterrupt:
                continue
        told.set()
        return {}

    answers = served(monkeypatch, quick, run())
    assert told.is_set()
    counts = [answer["done"] for answer in answers if answer["event"] == "progress"]
    assert counts[0] == 1
    assert counts[-1] == 100


def test_nobody_to_listen_is_the_end_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.BytesIO):
        def write(self, _data: object) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(worker_process, "doer_of", lambda _kind: SimpleNamespace(perform=lambda *_: {}))
    serve(io.BytesIO(json.dumps(run()).encode() + b"\n"), Closed())


def test_a_paused_task_waits_until_it_is_resumed_or_stopped() -> None:
    control = Control()
    control.set(paused=True)
    passed = threading.Event()

    def check() -> None:
        control.check()
        passed.set()

    thread = threading.Thread(target=check, daemon=True)
    thread.start()
    assert not passed.wait(0.05)
    control.set()
    assert passed.wait(WAIT_S)
    control.set(paused=True, stopped=True)
    with pytest.raises(KeyboardInterrupt):
        control.check()
