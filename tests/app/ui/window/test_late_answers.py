"""Answers that arrive after the window is gone do no harm."""
from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import shiboken6
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline import events
from app.pipeline.stats import Stats
from app.ui.state.jobs import Jobs
from app.ui.state.takes import lane_of
from app.ui.window.dropping.drops import Dropped
from app.ui.window.sound_controls import LANE
from tests.app.ui.conftest import Desk

LONG_S = 60.0


def let_answer(jobs: Jobs, lane: str = "") -> None:
    """Returns when all jobs of a lane have their results, which are not delivered yet."""
    done = threading.Event()
    jobs.submit(done.set, lambda _: None, lane=lane)
    assert done.wait(LONG_S)


def test_lists_thumbnails_and_drops_that_come_when_the_window_is_gone(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: bool(desk.window.actions_.cameras.actions()))
    let_answer(desk.jobs)
    qtbot.wait(1)
    desk.cameras.pop()  # a different list than before
    desk.conductor.list_cameras()
    desk.conductor.sound.list_microphones()
    (tmp_path / "beach.png").write_bytes(b"x")
    (tmp_path / "talk").write_bytes(b"x")
    desk.window.took.emit(Dropped((tmp_path / "beach.png", tmp_path / "talk")))
    desk.controller.change(replace(desk.controller.settings.record, folder=str(tmp_path)))  # lists its takes
    let_answer(desk.jobs)
    let_answer(desk.jobs, lane_of(tmp_path))
    let_answer(desk.jobs, LANE)
    shiboken6.delete(desk.window)
    qtbot.wait(1)  # delivers the results; an error in a slot fails the test


def test_a_session_that_is_louder_than_its_window_lasts(desk: Desk, qtbot: QtBot) -> None:
    desk.session.start()
    desk.session.figures = Stats(fps=30.0, recording=Path("take.mp4"), recorded_seconds=1.0)
    for event in (
        events.SourceLost("BRIO", AppError("gone"), "camera:1"),
        events.RecordingStarted(Path("a.mp4")),
        events.BackgroundFailed(AppError("It is empty", "Why.")),
        events.SnapshotSaved(Path("a.png")),
        events.RecordingStopped(Path("a.mp4"), 1.0, 10),
    ):
        thread = threading.Thread(target=desk.session.tell, args=(event,))
        thread.start()
        thread.join()
    desk.session.publish(np.zeros((36, 64, 3), np.uint8))
    shiboken6.delete(desk.window)
    desk.controller.on_event(events.SourceLost("BRIO", AppError("gone"), "camera:1"))
    desk.controller.toggle_recording()
    desk.session.publish(np.zeros((36, 64, 3), np.uint8))
    qtbot.wait(1)
