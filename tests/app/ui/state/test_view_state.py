from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline import events
from app.ui.state.view_state import ViewState, fold, has_begun
from tests.app.ui.state.states import GONE, LIVE


@pytest.mark.parametrize("event", [
    events.RecordingStopped(Path("take.mp4"), 1.0, 10),
    events.RecordingFailed(AppError("No space", "Free some.")),
])
def test_recording_ends_by_either_event(event: events.Event) -> None:
    assert not fold(replace(LIVE, recording=True), event).recording


def test_what_was_known_of_one_source_is_not_said_of_another() -> None:
    state = fold(ViewState(), events.SourceOpened("Demo clip", 1280, 720, 30.0, source_id="demo", is_demo=True))
    same = fold(state, events.SourceLost("Demo clip", GONE))
    assert (same.source_size, same.source_id, same.is_demo) == ("1280×720", "demo", True)
    for event in (events.SourceLost("127.0.0.1/live", GONE), events.SourceEnded("127.0.0.1/live", GONE)):
        other = fold(state, event)
        assert other.source_name == "127.0.0.1/live"
        assert (other.source_size, other.source_id, other.is_demo) == ("", "", False)


def test_a_source_that_was_never_opened_has_its_id_so_that_it_can_be_changed() -> None:
    opened = events.SourceOpened("cam/live", 1280, 720, 30.0, source_id="http://cam/live")
    for state in (ViewState(), fold(ViewState(), opened)):
        lost = fold(state, events.SourceLost("cam/live", GONE, "http://me:***@cam/live"))
        assert (lost.source_id, lost.source_size) == ("http://me:***@cam/live", "")


def test_the_first_composite_needs_a_source_and_a_network() -> None:
    opened = events.SourceOpened("Demo clip", 1280, 720, 30.0, source_id="demo", is_demo=True)
    ready = events.EngineReady("native", "SINet")
    assert not has_begun(ViewState())
    for first, second in ((opened, ready), (ready, opened)):
        state = fold(ViewState(), first)
        assert not has_begun(state)
        assert has_begun(fold(state, second))


@pytest.mark.parametrize("event", [
    events.SourceLost("Camera", GONE), events.SourceEnded("talk.mp4", GONE), events.EngineFailed(GONE)])
def test_nobody_waits_for_a_composite_that_does_not_come(event: events.Event) -> None:
    assert has_begun(fold(ViewState(), event))
