from __future__ import annotations

from pathlib import Path

from app.system.files import part_path, unique_path


def test_unique_path_counts_on(tmp_path: Path) -> None:
    assert unique_path(tmp_path, "a", ".mp4").name == "a.mp4"
    (tmp_path / "a.mp4").touch()
    assert unique_path(tmp_path, "a", ".mp4").name == "a (2).mp4"
    part_path(tmp_path / "a (2).mp4").touch()  # somebody is writing that one
    assert unique_path(tmp_path, "a", ".mp4").name == "a (3).mp4"
