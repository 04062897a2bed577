from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.pipeline.bundled import BundledBackground
from app.ui.gallery.delegate import TileDelegate, cross_of
from app.ui.gallery.items import Tile, tiles_of
from app.ui.gallery.model import BrokenRole, ChosenRole, GalleryModel, ThumbnailRole
from app.ui.gallery.view import COLUMNS, Gallery
from app.ui.state.jobs import Jobs
from tests.app.ui.conftest import thumbnail
from tests.app.ui.fakes import model_of


@pytest.fixture
def gallery(qtbot: QtBot, jobs: Jobs, bundled: list[BundledBackground], tmp_path: Path) -> Gallery:
    """Blur, Colour, Transparent, Office, Waves, an own picture, an own file that is missing, Add."""
    own = tmp_path / "mine.png"
    own.write_bytes(b"x")
    model = GalleryModel(jobs, thumbnail)
    view = Gallery(model)
    model.setParent(view)
    qtbot.addWidget(view)
    model.show_tiles(tiles_of(bundled, (str(tmp_path / "gone.png"), str(own))))
    view.resize(300, 300)
    view.show()
    qtbot.waitExposed(view)
    qtbot.waitUntil(lambda: bool(model.index(6).data(BrokenRole)))
    return view


def press(gallery: Gallery, row: int, key: Qt.Key) -> list[Tile]:
    told: list[Tile] = []
    gallery.used.connect(told.append)
    gallery.removed.connect(told.append)
    gallery.setCurrentIndex(model_of(gallery).index(row))
    QTest.keyClick(gallery, key)
    return told


def test_thumbnails_arrive_and_missing_files_show_as_broken(gallery: Gallery) -> None:
    model = model_of(gallery)
    assert model.index(3).data(ThumbnailRole) is not None
    assert model.index(6).data(ThumbnailRole) is None
    assert not model.index(5).data(BrokenRole)
    assert model.index(6).data(Qt.ItemDataRole.ToolTipRole).startswith("There is no file")


def test_it_is_as_high_as_its_rows(gallery: Gallery) -> None:
    rows = -(-model_of(gallery).rowCount() // COLUMNS)
    assert gallery.height() == rows * gallery.gridSize().height() + 2
    last = gallery.visualRect(model_of(gallery).index(model_of(gallery).rowCount() - 1))
    assert gallery.viewport().rect().contains(last)


def test_a_click_uses_a_tile(gallery: Gallery, qtbot: QtBot) -> None:
    where = gallery.visualRect(model_of(gallery).index(3)).center()
    with qtbot.waitSignal(gallery.used) as used:
        QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert used.args[0].title == "Office"


def test_a_click_on_a_broken_tile_says_why_and_offers_to_remove_it(gallery: Gallery, qtbot: QtBot) -> None:
    where = gallery.visualRect(model_of(gallery).index(6)).center()
    with qtbot.assertNotEmitted(gallery.used):
        QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=where)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text().startswith("There is no file")
    with qtbot.waitSignal(gallery.removed):
        menu.actions()[-1].trigger()
    menu.close()


def test_the_cross_of_an_own_tile_removes_it_and_uses_nothing(gallery: Gallery, qtbot: QtBot) -> None:
    for row, goes in ((3, False), (5, True)):
        where = cross_of(gallery.visualRect(model_of(gallery).index(row))).center()
        told: list[Tile] = []
        gallery.removed.connect(told.append)
        with qtbot.assertNotEmitted(gallery.used) if goes else qtbot.waitSignal(gallery.used):
            QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert bool(told) == goes
        gallery.removed.disconnect(told.append)


def test_only_the_keyboard_leaves_a_ring(gallery: Gallery) -> None:
    delegate = gallery.itemDelegate()
    assert isinstance(delegate, TileDelegate)
    gallery.setFocus()
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    assert delegate.by_keyboard
    where = gallery.visualRect(model_of(gallery).index(3)).center()
    QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert not delegate.by_keyboard


def test_arrows_and_enter_choose(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.setCurrentIndex(model_of(gallery).index(0))
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    QTest.keyClick(gallery, Qt.Key.Key_Down)
    with qtbot.waitSignal(gallery.used) as used:
        QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert used.args[0] == model_of(gallery).tiles[1 + COLUMNS]


def test_delete_removes_only_what_is_the_users_own(gallery: Gallery) -> None:
    assert press(gallery, 3, Qt.Key.Key_Delete) == []
    assert [tile.title for tile in press(gallery, 5, Qt.Key.Key_Delete)][:1] == ["mine"]


def test_the_menu_fits_the_tile(gallery: Gallery) -> None:
    def texts(row: int) -> list[str]:
        menu = gallery.menu_for(model_of(gallery).index(row))
        return [action.text() for action in menu.actions() if action.text()]

    assert texts(0) == ["Use", "Copy name"]
    assert texts(3) == ["Use", "Copy name", "Show in folder"]
    assert texts(5) == ["Use", "Copy name", "Show in folder", "Remove from gallery"]
    assert not gallery.menu_for(model_of(gallery).index(6)).actions()[0].isEnabled()
    assert texts(6)[0].startswith("There is no file")
    assert texts(6)[-1] == "Remove from gallery"


def test_copy_name_copies_it(gallery: Gallery) -> None:
    gallery.menu_for(model_of(gallery).index(3)).actions()[1].trigger()
    assert QGuiApplication.clipboard().text() == "Office"


def test_the_chosen_tile_is_marked_for_eyes_and_ears(gallery: Gallery) -> None:
    model = model_of(gallery)
    model.choose(4)
    assert [bool(model.index(row).data(ChosenRole)) for row in range(6)] == [False] * 4 + [True, False]
    assert model.index(4).data(Qt.ItemDataRole.AccessibleTextRole) == "Waves, in use"
    before = gallery.grab().toImage()
    model.choose(0)
    assert gallery.grab().toImage() != before


def test_a_missing_file_that_comes_back_gets_its_picture(
    gallery: Gallery, qtbot: QtBot, bundled: list[BundledBackground], tmp_path: Path
) -> None:
    model = model_of(gallery)
    assert model.index(6).data(Qt.ItemDataRole.AccessibleTextRole).endswith("cannot be used")
    (tmp_path / "gone.png").write_bytes(b"x")
    model.show_tiles(tiles_of(bundled, (str(tmp_path / "gone.png"),)))
    qtbot.waitUntil(lambda: model.index(5).data(ThumbnailRole) is not None)
    assert not model.index(5).data(BrokenRole)
