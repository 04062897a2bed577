from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.paths import kept_backgrounds_folder
from app.ui.window.drops import Dropped, can_be_dropped, dropped
from tests.app.ui.conftest import Desk


def of_urls(*addresses: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    return data


def test_files_come_before_pictures_and_links(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(b"x")
    data = of_urls(path.as_uri(), "https://example.org/a.png")
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    assert can_be_dropped(data)
    assert dropped(data) == Dropped((path,))


def test_a_picture_out_of_a_browser_and_a_link_as_text(qapp: object) -> None:
    image = QImage(4, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    data = of_urls("https://example.org/page")
    data.setImageData(image)
    things = dropped(data)
    assert things.links == ("https://example.org/page",)
    assert QImage.fromData(things.image).size() == image.size()
    text = QMimeData()
    text.setText("https://example.org/a.jpg")
    assert dropped(text) == Dropped(links=("https://example.org/a.jpg",))


@pytest.mark.parametrize("address", ["ftp://a/b", "javascript:alert(1)", "file:///nowhere/at/all.txt"])
def test_the_rest_is_nothing(address: str) -> None:
    assert not can_be_dropped(of_urls(address))
    assert not dropped(of_urls(address))


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
