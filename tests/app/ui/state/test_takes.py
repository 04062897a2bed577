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


def test_recordings_of_every_container_are_listed_and_the_parts_of_one_as_one(tmp_path: Path) -> None:
    for second, suffix in enumerate((".mp4", ".mkv", ".webm", ".mov")):
        write_take(tmp_path, f"Backdrop 2026-11-01 10.00.0{second}{suffix}", second)
    assert [found.path.suffix for found in latest_takes(tmp_path)] == [".mov", ".webm", ".mkv"]
    for part in range(1, 12):
        write_take(tmp_path, f"Backdrop 2026-11-02 10.00.00 part {part}.mkv", 10 + part)
    split, *others = latest_takes(tmp_path)
    assert (split.path.name, split.parts, split.modified) == ("Backdrop 2026-11-02 10.00.00 part 1.mkv", 11, 21)
    assert split.bytes == sum(path.stat().st_size for path in tmp_path.glob("* part *"))
    assert [found.parts for found in others] == [1, 1]


def test_without_a_folder_there_are_no_takes(tmp_path: Path) -> None:
    assert latest_takes(tmp_path / "none") == ()


def test_the_folder_is_the_users_videos_until_another_is_chosen(desk: Desk, tmp_path: Path) -> None:
    assert folder_of(Settings()) == videos_folder()
    desk.dialogs.record_folder = tmp_path
    desk.window.panels.record.change.click()
    assert desk.session.applied[-1].record.folder == str(tmp_path)
    assert desk.window.panels.record.folder.text() == str(tmp_path)
