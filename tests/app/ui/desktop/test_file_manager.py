from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import AppError
from app.ui.desktop.file_manager import folder_of_file, folder_to_open, reveal_command


def test_each_system_has_its_way_to_show_a_file() -> None:
    path = Path("videos/take.mp4")
    assert reveal_command(path, "win32") == ("explorer", [f"/select,{path}"])
    assert reveal_command(path, "darwin") == ("open", ["-R", str(path)])
    assert reveal_command(path, "linux") is None


def test_a_folder_is_made_where_nothing_was_recorded_yet(tmp_path: Path) -> None:
    wanted = tmp_path / "Videos" / "Backdrop"
    assert folder_to_open(wanted) == wanted
    assert wanted.is_dir()


def test_of_a_drive_that_is_gone_the_nearest_folder_is_shown(tmp_path: Path) -> None:
    (tmp_path / "drive").touch()
    assert folder_to_open(tmp_path / "drive" / "takes" / "today") == tmp_path


def test_a_file_that_is_gone_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    assert folder_of_file(tmp_path / "a.mp4") == tmp_path
    with pytest.raises(AppError, match=r"b\.mp4"):
        folder_of_file(tmp_path / "b.mp4")
