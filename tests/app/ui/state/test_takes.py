from __future__ import annotations

from pathlib import Path

from app.paths import videos_folder
from app.settings import Settings
from app.ui.state.takes import folder_of, latest_takes
from tests.app.ui.conftest import Desk
from tests.app.ui.fakes import write_take


def test_the_newest_takes_come_first_and_nothing_else(tmp_path: Path) -> None:
    for day in range(1, 6):
        write_take(tmp_path, f"Backdrop 2026-11-0{day} 10.00.00.mp4", day)
    write_take(tmp_path, "Backdrop 2026-11-09 10.00.00.part.mp4", 99)
    write_take(tmp_path, "holiday.mp4", 99)
    assert [found.modified for found in latest_takes(tmp_path)] == [5, 4, 3]


def test_no_folder_is_no_takes(tmp_path: Path) -> None:
    assert latest_takes(tmp_path / "none") == ()


def test_the_folder_is_the_users_videos_until_another_is_chosen(desk: Desk, tmp_path: Path) -> None:
    assert folder_of(Settings()) == videos_folder()
    desk.dialogs.record_folder = tmp_path
    desk.window.panels.record.change.click()
    assert desk.session.applied[-1].record.folder == str(tmp_path)
    assert desk.window.panels.record.folder.text() == str(tmp_path)
