from __future__ import annotations

from pathlib import Path

import pytest

from app.pipeline.events import RecordingStarted
from app.pipeline.stats import Stats
from app.ui.window.asked_to_leave import listen_to_the_session
from app.ui.window.leaving import FINISHED, Leaving
from tests.app.ui.conftest import Desk
from tests.app.ui.fakes import FakeManager, SessionApp


@pytest.fixture
def app(desk: Desk) -> SessionApp:
    """The desktop's session, and a recording window that listens to it."""
    leaving = Leaving(desk.session.on_event)
    desk.session.on_event = leaving.on_event
    app = SessionApp(desk.window)
    listen_to_the_session(app, leaving, desk.window, desk.controller)
    desk.session.tell(RecordingStarted(Path("take.mp4")))
    desk.session.figures = Stats(recording=Path("take.mp4"))
    return app


def test_a_logout_that_allows_no_question_finishes_the_recording_and_tells(desk: Desk, app: SessionApp) -> None:
    manager = FakeManager(interacts=False)
    app.commitDataRequest.emit(manager)
    assert desk.session.calls == ["stop_recording"]
    assert (desk.dialogs.quits_asked, manager.calls) == (0, [])
    assert not desk.controller.state.recording, "closing now would ask"
    assert desk.window.stage.banner.notice is not None
    assert desk.window.stage.banner.notice.title == FINISHED
    assert desk.saved[-1].window.left_take == "take.mp4", "it is told at the next start, too"


@pytest.mark.parametrize("quits", [True, False])
def test_a_logout_that_allows_it_asks_first(desk: Desk, app: SessionApp, quits: bool) -> None:
    manager = FakeManager(interacts=True)
    desk.dialogs.quits = quits
    app.commitDataRequest.emit(manager)
    assert desk.dialogs.quits_asked == 1
    assert manager.calls == (["release"] if quits else ["release", "cancel"])
    assert desk.session.calls == (["stop_recording"] if quits else [])
    assert desk.controller.state.recording is not quits
    assert desk.controller.settings.window.left_take == "", "who was asked knows"
    desk.window.close()
    assert desk.dialogs.quits_asked == (1 if quits else 2)


@pytest.mark.parametrize("interacts", [True, False])
def test_without_a_recording_a_logout_neither_asks_nor_tells(desk: Desk, app: SessionApp, interacts: bool) -> None:
    desk.session.figures = Stats()
    manager = FakeManager(interacts)
    app.commitDataRequest.emit(manager)
    assert (desk.dialogs.quits_asked, manager.calls, desk.session.calls) == (0, [], [])
    assert desk.window.stage.banner.notice is None


def test_a_session_that_only_saves_its_state_leaves_the_recording_alone(desk: Desk, app: SessionApp) -> None:
    desk.controller.change(desk.controller.settings.background)
    before = len(desk.saved)
    app.saveStateRequest.emit(FakeManager(interacts=True))
    assert len(desk.saved) == before + 1
    assert desk.session.calls == []
    assert desk.controller.state.recording
