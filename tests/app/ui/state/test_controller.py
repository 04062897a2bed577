from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline import events
from app.settings import DEMO, BackgroundSettings, RecordSettings, Settings
from app.ui.state.controller import Controller, with_part
from app.ui.state.notices import Notice
from app.vault import Vault
from tests.app.ui.fakes import FakeSession


class Stand:
    """A controller on a fake session, and what it saved and reported."""

    def __init__(self, settings: Settings | None = None, save_error: AppError | None = None) -> None:
        settings = settings or Settings()
        self.saved: list[Settings] = []
        self.notices: list[Notice] = []
        self.session = FakeSession(settings, on_frame=lambda: None, on_event=self.on_event)
        self.save_error = save_error
        self.vault = Vault()
        self.controller = Controller(settings, self.session, self.save, conceal=self.vault.conceal)
        self.controller.noticed.connect(self.notices.append)

    def save(self, settings: Settings) -> AppError | None:
        self.saved.append(settings)
        return self.save_error

    def on_event(self, event: events.Event) -> None:
        self.controller.on_event(event)


def test_a_password_that_was_typed_is_in_no_settings(qtbot: QtBot) -> None:
    stand = Stand()
    stand.controller.change(replace(Settings().camera, source="http://me:hunter2@cam/v"))
    assert stand.controller.settings.camera.source == "http://me:***@cam/v"
    assert stand.session.applied[-1].camera.source == "http://me:***@cam/v"
    qtbot.waitUntil(lambda: len(stand.saved) == 1)
    assert "hunter2" not in repr(stand.saved)
    assert stand.vault.reveal("http://me:***@cam/v") == "http://me:hunter2@cam/v"


def test_another_password_for_the_same_camera_opens_it_again(qtbot: QtBot) -> None:
    stand = Stand()
    stand.controller.change(replace(Settings().camera, source="http://me:wrong@cam/v"))
    qtbot.waitUntil(lambda: len(stand.saved) == 1)
    assert stand.session.calls.count("reopen_source") == 0
    stand.controller.change(replace(Settings().camera, source="http://me:right@cam/v"))
    assert stand.session.calls.count("reopen_source") == 1
    assert stand.controller.state.phase == "opening"
    qtbot.waitUntil(lambda: len(stand.saved) == 2)  # the settings file may have to keep it
    stand.controller.change(replace(Settings().camera, source="http://me:***@cam/v"))
    assert stand.session.calls.count("reopen_source") == 1


def test_with_part_replaces_by_type() -> None:
    background = BackgroundSettings("color", "#112233")
    assert with_part(Settings(), background) == replace(Settings(), background=background)
    with pytest.raises(TypeError, match="str is not a part"):
        with_part(Settings(), "blur")


def test_a_change_is_applied_at_once_and_saved_a_little_later(qtbot: QtBot) -> None:
    stand = Stand()
    with qtbot.waitSignal(stand.controller.settings_changed):
        stand.controller.change(BackgroundSettings("color", "#112233"))
    assert stand.session.applied[-1].background.value == "#112233"
    assert stand.saved == []
    qtbot.waitUntil(lambda: len(stand.saved) == 1)
    assert stand.saved[0].background.value == "#112233"


def test_many_changes_are_saved_once(qtbot: QtBot) -> None:
    stand = Stand()
    for blur in range(1, 30):
        stand.controller.change(BackgroundSettings(blur=blur))
    qtbot.waitUntil(lambda: len(stand.saved) > 0)
    assert [settings.background.blur for settings in stand.saved] == [29]


def test_the_windows_own_settings_do_not_disturb_the_session(qtbot: QtBot) -> None:
    stand = Stand()
    stand.controller.change(replace(Settings().window, theme="dark"))
    assert len(stand.session.applied) == 1
    assert stand.controller.settings.window.theme == "dark"


def test_no_change_is_no_news(qtbot: QtBot) -> None:
    stand = Stand()
    with qtbot.assertNotEmitted(stand.controller.settings_changed):
        stand.controller.change(Settings().background)


def test_settings_that_cannot_be_saved_are_reported(qtbot: QtBot) -> None:
    stand = Stand(save_error=AppError("The settings cannot be saved", "Read-only."))
    stand.controller.save_now()
    assert [notice.title for notice in stand.notices] == ["The settings cannot be saved"]


def test_record_toggles_by_what_really_happened(qtbot: QtBot) -> None:
    stand = Stand()
    stand.controller.toggle_recording()
    assert stand.controller.state.recording
    stand.controller.toggle_recording()
    assert not stand.controller.state.recording
    assert stand.session.calls == ["start_recording", "stop_recording"]


def test_the_virtual_camera_is_on_when_it_says_so_and_off_when_there_is_none(qtbot: QtBot) -> None:
    stand = Stand()

    def cast() -> str:
        return stand.controller.state.cast

    stand.controller.toggle_virtual_camera()
    assert cast() == "starting"
    stand.session.tell(events.VirtualCameraStarted("OBS Virtual Camera"))
    assert cast() == "on"
    assert "OBS Virtual Camera" in stand.notices[-1].hint
    stand.controller.toggle_virtual_camera()
    stand.session.tell(events.VirtualCameraStopped())
    assert cast() == "off"
    stand.controller.toggle_virtual_camera()
    stand.session.tell(events.VirtualCameraStopped(AppError("There is no virtual camera", "Install one.")))
    assert cast() == "off"
    assert stand.notices[-1].kind == "bad"
    assert stand.session.calls == ["start_virtual_camera", "stop_virtual_camera", "start_virtual_camera"]


def test_another_camera_shows_as_opening(qtbot: QtBot) -> None:
    stand = Stand()
    stand.session.start()
    stand.controller.change(replace(Settings().camera, source="camera:x"))
    assert stand.controller.state.phase == "opening"


def test_demo_and_retry(qtbot: QtBot) -> None:
    stand = Stand()
    stand.controller.use_demo()
    assert stand.session.applied[-1].camera.source == DEMO
    stand.controller.use_demo()
    assert stand.session.calls == ["reopen_source"]


def test_the_fallback_demo_is_reported_and_gives_way_to_a_camera(qtbot: QtBot) -> None:
    stand = Stand()
    stand.session.start()
    assert stand.notices[-1].kind == "info"
    stand.controller.cameras_listed(False)
    assert "reopen_source" not in stand.session.calls
    stand.controller.cameras_listed(True)
    assert stand.session.calls[-1] == "reopen_source"
    stand.controller.cameras_listed(True)
    assert stand.session.calls.count("reopen_source") == 1


def test_a_demo_that_was_chosen_stays(qtbot: QtBot) -> None:
    stand = Stand(replace(Settings(), camera=replace(Settings().camera, source=DEMO)))
    stand.session.start()
    stand.controller.cameras_listed(True)
    assert stand.session.calls == ["start"]
    assert stand.notices == []


def test_bad_news_is_reported(qtbot: QtBot) -> None:
    stand = Stand()
    stand.session.tell(events.SnapshotFailed(AppError("No space", "Free some.")))
    stand.session.tell(events.SnapshotSaved(Path("a.png")))
    assert [notice.kind for notice in stand.notices] == ["bad", "good"]


def test_without_a_background_that_was_ever_shown_a_failed_one_stays_chosen(qtbot: QtBot) -> None:
    stand = Stand(Settings(background=BackgroundSettings("picture", "gone.png")))
    stand.controller.on_event(events.BackgroundFailed(AppError("There is no picture", "")))
    assert stand.controller.settings.background.value == "gone.png"
    assert stand.notices


def test_a_recording_starts_after_the_countdown(qtbot: QtBot) -> None:
    stand = Stand(Settings(record=RecordSettings(countdown_s=3)))
    stand.controller.toggle_recording()
    assert (stand.controller.state.countdown, stand.session.calls) == (3, [])
    for left in (2, 1, 0):
        stand.controller.countdown.tick()
        assert stand.controller.state.countdown == left
    assert stand.session.calls == ["start_recording"]
    assert stand.controller.state.recording


def test_the_button_calls_a_countdown_off(qtbot: QtBot) -> None:
    stand = Stand(Settings(record=RecordSettings(countdown_s=10)))
    stand.controller.toggle_recording()
    stand.controller.toggle_recording()
    assert (stand.controller.state.countdown, stand.controller.state.recording) == (0, False)
    stand.controller.countdown.tick()
    assert stand.session.calls == []


def test_pausing_means_something_while_recording_only(qtbot: QtBot) -> None:
    stand = Stand()
    stand.controller.pause_recording(True)
    assert stand.session.calls == []
    stand.controller.toggle_recording()
    stand.controller.pause_recording(True)
    assert stand.controller.state.recording_paused
    stand.controller.toggle_recording()
    assert not stand.controller.state.recording_paused
    assert stand.session.calls == ["start_recording", "pause_recording", "stop_recording"]
