from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from app.ui.window.dropping.drops import Dropped, can_be_dropped, dropped


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
