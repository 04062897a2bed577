from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.ui.desktop.folder_check import is_there

LONG_S = 60.0


def test_a_folder_is_there_and_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert is_there(tmp_path, LONG_S)
    assert not is_there(tmp_path / "file", LONG_S)
    assert not is_there(tmp_path / "gone", LONG_S)


def test_a_folder_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    door = threading.Event()
    monkeypatch.setattr(Path, "is_dir", lambda _path: door.wait(LONG_S))
    assert not is_there(tmp_path, 0.01)
    door.set()
