from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.paths import kept_backgrounds_folder
from app.ui.window.dropping.drops import Dropped
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


def test_a_link_that_cannot_be_loaded_is_reported(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(url: str, _folder: Path) -> Path:
        raise AppError(f"{url} is a web page")

    monkeypatch.setattr("app.pipeline.background.fetching.fetch_background", refuse)
    desk.window.took.emit(Dropped(links=("https://example.org/page",)))
    qtbot.waitUntil(desk.window.stage.banner.isVisible)


def test_of_several_files_and_of_a_video_the_user_says_what_they_are_for(desk: Desk, tmp_path: Path) -> None:
    first, second, video = (tmp_path / name for name in ("a.png", "b.png", "c.mp4"))
    wanted: list[list[Path]] = []
    desk.window.render_wanted.connect(wanted.append)
    desk.dialogs.drop_use = "render"
    desk.window.took.emit(Dropped((first, second)))
    desk.window.took.emit(Dropped((video,)))
    assert wanted == desk.dialogs.drops_asked == [[first, second], [video]]
    before = desk.controller.settings
    desk.dialogs.drop_use = ""
    desk.window.took.emit(Dropped((video,)))
    assert desk.controller.settings == before
    assert len(wanted) == 2


def test_one_picture_is_a_background_without_a_question(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    desk.window.took.emit(Dropped((tmp_path / "a.png",)))
    assert desk.dialogs.drops_asked == []
    assert desk.controller.settings.background.value == str(tmp_path / "a.png")
