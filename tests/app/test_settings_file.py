from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.settings import EngineSettings, Settings
from app.settings_file import VERSION, close_to_others, read_settings, write_settings

POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    settings = replace(Settings(), engine=EngineSettings(name="opencv"))
    write_settings(tmp_path / "new" / "settings.json", settings)
    assert read_settings(tmp_path / "new" / "settings.json") == settings
    assert json.loads((tmp_path / "new" / "settings.json").read_text("utf-8"))["version"] == VERSION
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["", "[1]", "3", "{", "[" * 100_000])
def test_what_is_not_a_json_object_is_a_value_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError):
        read_settings(path)


@pytest.mark.parametrize(("version", "name"), [(1, "auto"), (VERSION, "openvino")])
def test_the_only_engine_of_version_1_means_the_best_one_today(tmp_path: Path, version: int, name: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": version, "engine": {"name": "openvino"}}), "utf-8")
    assert read_settings(path).engine.name == name


@POSIX
def test_only_the_user_may_read_the_file_and_a_folder_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    write_settings(path, Settings())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@POSIX
def test_a_file_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.touch(0o644)
    path.chmod(0o644)
    close_to_others(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    close_to_others(tmp_path / "missing.json")
