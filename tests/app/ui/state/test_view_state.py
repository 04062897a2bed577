from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline import events
from app.ui.state.notices import notice_of
from app.ui.state.overlays import overlay_of
from app.ui.state.view_state import ViewState, fold
from app.ui.state.words import clock, megabytes

GONE = AppError("BRIO sends no pictures", "Plug the camera in again.")
LIVE = fold(fold(ViewState(), events.SourceOpened("BRIO", 1280, 720, 30.0)),
            events.EngineReady("openvino", "SINet"))


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


def test_while_recording_a_lost_camera_says_that_the_recording_goes_on() -> None:
    recording = fold(LIVE, events.RecordingStarted(Path("take.mp4")))
    overlay = overlay_of(fold(recording, events.SourceLost("BRIO", GONE)))
    assert overlay is not None
    assert "recording goes on" in overlay.text
    assert GONE.hint in overlay.text


def test_a_source_that_cannot_be_opened_offers_another_try_and_the_demo() -> None:
    overlay = overlay_of(fold(LIVE, events.SourceEnded("a.mp4", AppError("Damaged", "Choose another."))))
    assert overlay is not None
    assert [act for act, _ in overlay.buttons] == ["retry", "demo"]


@pytest.mark.parametrize("event", [
    events.RecordingStopped(Path("take.mp4"), 1.0, 10),
    events.RecordingFailed(AppError("No space", "Free some.")),
])
def test_recording_ends_by_either_event(event: events.Event) -> None:
    assert not fold(replace(LIVE, recording=True), event).recording


def test_a_saved_recording_is_good_news_with_its_file() -> None:
    notice = notice_of(events.RecordingStopped(Path("v/take.mp4"), 83.0, 18_400_000))
    assert notice is not None
    assert (notice.kind, notice.act, notice.path) == ("good", "show_file", Path("v/take.mp4"))
    assert notice.hint == "take.mp4 · 1:23 · 18 MB"


def test_a_recording_that_ended_early_is_bad_news_and_still_names_its_file() -> None:
    error = AppError("The disk is full", "Free some space.")
    notice = notice_of(events.RecordingStopped(Path("take.mp4"), 5.0, 10, error))
    assert notice is not None
    assert notice.kind == "bad"
    assert notice.title == "The disk is full"
    assert "take.mp4" in notice.hint


@pytest.mark.parametrize("kind", [events.BackgroundFailed, events.RecordingFailed, events.SnapshotFailed])
def test_failures_carry_title_and_hint(kind: type) -> None:
    notice = notice_of(kind(AppError("It broke", "Mend it.")))
    assert notice is not None
    assert (notice.kind, notice.title, notice.hint) == ("bad", "It broke", "Mend it.")


def test_lost_sound_is_told_while_the_recording_goes_on() -> None:
    error = AppError("The microphone Desk fell silent", "Choose another microphone.")
    notice = notice_of(events.SoundLost(error))
    assert notice is not None
    assert (notice.kind, notice.title) == ("bad", error.title)
    assert notice.hint == "The recording goes on without sound. Choose another microphone."
    recording = fold(LIVE, events.RecordingStarted(Path("take.mp4")))
    assert fold(recording, events.SoundLost(error)).recording


def test_opening_a_source_is_no_news() -> None:
    assert notice_of(events.SourceOpened("BRIO", 1280, 720, 30.0)) is None


def test_clock_and_megabytes() -> None:
    assert [clock(7.9), clock(754), clock(3723)] == ["0:07", "12:34", "1:02:03"]
    assert [megabytes(400_000), megabytes(12_000_000), megabytes(1_300_000_000)] == ["0.4 MB", "12 MB", "1.3 GB"]


def test_what_was_known_of_one_source_is_not_said_of_another() -> None:
    state = fold(ViewState(), events.SourceOpened("Demo clip", 1280, 720, 30.0, key="demo", is_demo=True))
    same = fold(state, events.SourceLost("Demo clip", GONE))
    assert (same.source_size, same.source_key, same.is_demo) == ("1280×720", "demo", True)
    for event in (events.SourceLost("127.0.0.1/live", GONE), events.SourceEnded("127.0.0.1/live", GONE)):
        other = fold(state, event)
        assert (other.source, other.source_size, other.source_key, other.is_demo) == ("127.0.0.1/live", "", "", False)


def test_a_recording_without_sound_says_so() -> None:
    notice = notice_of(events.RecordingStopped(Path("take.mp4"), 5.0, 10, silent=True))
    assert notice is not None
    assert notice.hint.endswith("no sound")


def test_a_network_that_runs_on_is_not_covered_by_one_that_could_not_be_loaded() -> None:
    assert fold(LIVE, events.EngineKept(GONE)) == LIVE
    notice = notice_of(events.EngineKept(GONE))
    assert notice is not None
    assert "goes on" in notice.hint


def test_after_a_picture_that_could_not_be_processed_the_card_goes_away() -> None:
    failed = fold(LIVE, events.EngineFailed(GONE))
    assert overlay_of(failed) is not None
    assert overlay_of(fold(failed, events.EngineWorks())) is None
