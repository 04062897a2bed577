from datetime import datetime
from pathlib import Path

import pytest

from app import paths


def test_shipped_files_are_found() -> None:
    assert (paths.assets_folder() / "demo").is_dir()
    assert paths.weights_folder().is_dir()


def test_one_variable_moves_every_folder_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    folders = [paths.config_folder(), paths.log_folder(), paths.videos_folder(), paths.pictures_folder()]
    assert len(set(folders)) == 4
    assert all(folder.is_relative_to(tmp_path) for folder in folders)


def test_names_by_time_sort_and_have_no_forbidden_character() -> None:
    name = paths.file_name_of(datetime(2026, 11, 23, 14, 5, 9))
    assert name == "Backdrop 2026-11-23 14.05.09"
