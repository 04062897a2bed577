from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline import events
from app.ui.state.overlays import overlay_of
from app.ui.state.view_state import ViewState, fold
from tests.app.ui.state.states import GONE, LIVE


def test_a_new_window_says_that_the_camera_starts() -> None:
    overlay = overlay_of(ViewState())
    assert overlay is not None
    assert overlay.busy
    assert "Starting camera" in overlay.title


def test_a_running_camera_with_its_engine_needs_no_words() -> None:
    assert LIVE.phase == "live"
    assert LIVE.source_size == "1280×720"
    assert overlay_of(LIVE) is None


def test_until_the_engine_is_there_the_window_says_why_only_the_background_shows() -> None:
    state = fold(ViewState(), events.SourceOpened("BRIO", 1280, 720, 30.0))
    overlay = overlay_of(state)
    assert overlay is not None
    assert overlay.busy


def test_a_failed_engine_shows_its_error_until_it_is_ready_again() -> None:
    failed = fold(LIVE, events.EngineFailed(AppError("The network cannot be loaded", "Reinstall.")))
    overlay = overlay_of(failed)
    assert overlay is not None
    assert (overlay.title, overlay.text) == ("The network cannot be loaded", "Reinstall.")
    assert overlay_of(fold(failed, events.EngineReady("openvino", "SINet"))) is None


def test_a_lost_camera_is_waited_for_and_comes_back() -> None:
    lost = fold(LIVE, events.SourceLost("BRIO", GONE))
    overlay = overlay_of(lost)
    assert overlay is not None
    assert overlay.title == GONE.title
    assert overlay.busy
    assert overlay_of(fold(lost, events.SourceOpened("BRIO", 1280, 720, 30.0))) is None


def test_while_recording_a_lost_camera_says_that_the_recording_continues() -> None:
    recording = fold(LIVE, events.RecordingStarted(Path("take.mp4")))
    overlay = overlay_of(fold(recording, events.SourceLost("BRIO", GONE)))
    assert overlay is not None
    assert "recording continues" in overlay.text
    assert GONE.hint in overlay.text


def test_a_source_that_cannot_be_opened_offers_another_try_and_the_demo() -> None:
    overlay = overlay_of(fold(LIVE, events.SourceEnded("a.mp4", AppError("Damaged", "Choose another."))))
    assert overlay is not None
    assert [act for act, _ in overlay.buttons] == ["retry", "cameras", "demo"]


@pytest.mark.parametrize("event", [
    events.SourceLost("BRIO", GONE),
    events.SourceEnded("a.mp4", AppError("Damaged", "Choose another.")),
    events.SourceEnded("a.mp4"),
])
def test_a_recording_is_never_offered_the_demo(event: events.Event) -> None:
    idle, recording = overlay_of(fold(LIVE, event)), overlay_of(fold(replace(LIVE, recording=True), event))
    assert idle is not None
    assert recording is not None
    assert ("cameras", "Choose another camera") in recording.buttons
    assert set(idle.buttons) - set(recording.buttons) == {("demo", "Use demo clip")}


@pytest.mark.parametrize(("event", "offered"), [
    (events.SourceLost("cam/video", GONE, "http://me:***@cam/video"), True),
    (events.SourceEnded("cam/video", GONE, "rtsp://cam/video"), True),
    (events.SourceLost("BRIO", GONE, "camera:1"), False),
    (events.SourceEnded("a.mp4", GONE, "/videos/a.mp4"), False),
    (events.SourceLost("Camera", GONE), False),
])
@pytest.mark.parametrize("recording", [False, True])
def test_the_address_of_a_network_camera_can_be_changed(event: events.Event, offered: bool, recording: bool) -> None:
    for before in (LIVE, ViewState()):  # whether it was there before or never
        overlay = overlay_of(fold(replace(before, recording=recording), event))
        assert overlay is not None
        assert (("address", "Change address") in overlay.buttons) is offered


def test_after_a_picture_that_could_not_be_processed_the_card_goes_away() -> None:
    failed = fold(LIVE, events.EngineFailed(GONE))
    assert overlay_of(failed) is not None
    assert overlay_of(fold(failed, events.EngineWorks())) is None
