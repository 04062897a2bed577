from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline import events
from app.ui.state.notices import notice_of
from app.ui.state.view_state import fold
from tests.app.ui.state.states import GONE, LIVE


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


def test_lost_sound_is_reported_while_the_recording_continues() -> None:
    error = AppError("The microphone Desk fell silent", "Choose another microphone.")
    notice = notice_of(events.SoundLost(error))
    assert notice is not None
    assert (notice.kind, notice.title) == ("bad", error.title)
    assert notice.hint == "Recording continues without sound. Choose another microphone."
    recording = fold(LIVE, events.RecordingStarted(Path("take.mp4")))
    assert fold(recording, events.SoundLost(error)).recording


def test_opening_a_source_is_no_news() -> None:
    assert notice_of(events.SourceOpened("BRIO", 1280, 720, 30.0)) is None


def test_a_recording_without_sound_says_so() -> None:
    notice = notice_of(events.RecordingStopped(Path("take.mp4"), 5.0, 10, silent=True))
    assert notice is not None
    assert notice.title == "Recording saved without sound"
    assert notice.stays


def test_what_matters_stays_and_the_rest_goes_by_itself() -> None:
    stay = {type(event).__name__: notice.stays for event in (
        events.SoundLost(GONE), events.BackgroundFailed(GONE), events.RecordingStopped(Path("a.mp4"), 1.0, 1),
        events.RecordingStopped(Path("a.mp4"), 1.0, 1, GONE), events.SnapshotSaved(Path("a.png")),
    ) if (notice := notice_of(event)) is not None}
    assert stay == {"SoundLost": True, "BackgroundFailed": True, "RecordingStopped": True, "SnapshotSaved": False}
    saved = notice_of(events.RecordingStopped(Path("a.mp4"), 1.0, 1))
    assert saved is not None
    assert not saved.stays


def test_a_network_that_runs_on_is_not_covered_by_one_that_could_not_be_loaded() -> None:
    assert fold(LIVE, events.EngineKept(GONE)) == LIVE
    notice = notice_of(events.EngineKept(GONE))
    assert notice is not None
    assert "stays in use" in notice.hint


def test_a_take_in_several_files_says_so() -> None:
    notice = notice_of(events.RecordingStopped(Path("a part 1.mp4"), 61.0, 2_000_000, parts=3))
    assert notice is not None
    assert notice.hint.startswith("a part 1.mp4 and parts 2 to 3 · 1:01")


def test_a_failing_graphics_processor_is_reported_and_is_no_reason_to_worry() -> None:
    notice = notice_of(events.EncoderLost("h264_nvenc", in_next_file=True))
    assert notice is not None
    assert (notice.kind, notice.stays) == ("info", True)
    assert "new file" in notice.hint
