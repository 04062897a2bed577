from pathlib import Path

import pytest

from app.pipeline.events import RecordingStarted, RecordingStopped
from app.ui.state.notices import notice_of
from tests.app.ui.conftest import Desk


def test_the_camera_picture_is_kept_only_when_asked_and_the_card_says_what_that_means(desk: Desk) -> None:
    keep = desk.window.panels.record.keep_camera
    assert not keep.switch.isChecked()
    assert "Nobody can see your room" in keep.words.text()
    keep.switch.click()
    assert desk.session.applied[-1].record.keep_camera
    assert "This file shows your room" in keep.words.text()
    keep.switch.click()
    assert not desk.session.applied[-1].record.keep_camera


def test_the_badge_says_so_while_it_is_recorded(desk: Desk) -> None:
    pill = desk.window.stage.pill
    desk.session.tell(RecordingStarted(Path("a.backdrop"), keeps_camera=True))
    assert "camera picture kept" in pill._words
    assert not desk.window.panels.record.keep_camera.switch.isEnabled()
    desk.window.stage.show_stats(desk.session.figures)
    assert "camera picture kept" in pill._words
    desk.session.tell(RecordingStopped(Path("a.backdrop"), 1.0, 10))
    desk.session.tell(RecordingStarted(Path("a.mp4")))
    assert "kept" not in pill._words


def test_the_card_leads_to_the_takes(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path))
    keep = desk.window.panels.record.keep_camera
    assert keep.takes.isHidden()
    keep.switch.click()
    assert not keep.takes.isHidden()
    keep.takes.click()
    assert desk.window.takes.shown
    desk.window.takes.close()


def test_a_take_is_reported_as_one() -> None:
    notice = notice_of(RecordingStopped(Path("a.backdrop"), 1.0, 10))
    assert notice is not None
    assert notice.title == "Take kept"
