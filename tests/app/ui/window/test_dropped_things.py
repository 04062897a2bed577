from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.paths import kept_backgrounds_folder
from app.ui.window.drops import Dropped
from tests.app.ui.conftest import Desk


def test_a_file_of_another_kind_is_tried(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(b"x")
    desk.window.took.emit(Dropped((path,)))
    qtbot.waitUntil(lambda: desk.controller.settings.background.value == str(path))
    path.unlink()
    gone = tmp_path / "gone.xyz"
    desk.window.took.emit(Dropped((gone,)))
    qtbot.waitUntil(desk.window.stage.banner.isVisible)
    assert desk.controller.settings.background.value == str(path)


def test_a_picture_without_a_file_is_kept_and_used(desk: Desk, qtbot: QtBot) -> None:
    desk.window.took.emit(Dropped(image=b"png", links=("https://example.org/page",)))
    qtbot.waitUntil(lambda: desk.controller.settings.background.kind == "picture")
    kept = Path(desk.controller.settings.background.value)
    assert kept.parent == kept_backgrounds_folder()
    assert kept.read_bytes() == b"png"


def test_a_link_that_cannot_be_loaded_is_told(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(url: str, _folder: Path) -> Path:
        raise AppError(f"{url} is a web page")

    monkeypatch.setattr("app.ui.window.dropped_things.fetch_background", refuse)
    desk.window.took.emit(Dropped(links=("https://example.org/page",)))
    qtbot.waitUntil(desk.window.stage.banner.isVisible)
