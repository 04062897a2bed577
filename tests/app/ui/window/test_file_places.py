from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from app.ui.state.notices import Notice
from app.ui.window.file_places import FilePlaces


@pytest.mark.parametrize("opens", [True, False])
def test_without_a_file_manager_it_says_where_the_file_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opens: bool
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: opens)
    told: list[Notice] = []
    places = FilePlaces(told.append)
    places.show_file(tmp_path / "take.mp4")
    places.show_folder(tmp_path)
    wanted = [] if opens else [f"The file is {tmp_path / 'take.mp4'}", f"The folder is {tmp_path}"]
    assert [notice.hint for notice in told] == wanted
