from __future__ import annotations

from pathlib import Path

from app.ui.desktop.file_manager import reveal_command


def test_each_system_has_its_way_to_show_a_file() -> None:
    path = Path("videos/take.mp4")
    assert reveal_command(path, "win32") == ("explorer", [f"/select,{path}"])
    assert reveal_command(path, "darwin") == ("open", ["-R", str(path)])
    assert reveal_command(path, "linux") is None
