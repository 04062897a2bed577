from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.ui.gallery.items import Tile
from app.ui.gallery.model import BrokenRole, ChosenRole, GalleryModel, LoadingRole, ThumbnailRole, TileRole
from app.ui.state.jobs import Jobs

OFFICE = Tile("picture", "Office", "office", Path("office.png"))
WAVES = Tile("video", "Waves", "waves", Path("waves.mp4"))
GONE = Tile("picture", "gone", "/home/me/gone.png", Path("/home/me/gone.png"), own=True)
ADD = Tile("add", "Add")


class Thumbnails:
    """Makes thumbnails; fails for missing files."""

    def __init__(self) -> None:
        self.made: list[Path] = []
        self.missing = {GONE.path}

    def __call__(self, path: Path) -> QImage:
        self.made.append(path)
        if path in self.missing:
            raise AppError(f"There is no file '{path.name}'", "Check the name.")
        return QImage(16, 9, QImage.Format.Format_RGB32)


@pytest.fixture
def thumbnails() -> Thumbnails:
    return Thumbnails()


@pytest.fixture
def model(jobs: Jobs, thumbnails: Thumbnails) -> GalleryModel:
    return GalleryModel(jobs, thumbnails)


def settled(model: GalleryModel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not any(model.index(row).data(LoadingRole) for row in range(model.rowCount())))


def test_a_tile_loads_until_its_thumbnail_arrives(model: GalleryModel, qtbot: QtBot) -> None:
    model.show_tiles([OFFICE, ADD])
    assert model.rowCount() == 2
    assert model.rowCount(model.index(0)) == 0, "tiles hold no tiles"
    assert model.index(0).data(TileRole) == OFFICE
    assert model.index(0).data() == "Office"
    assert model.index(0).data(LoadingRole)
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert isinstance(model.index(0).data(ThumbnailRole), QImage)
    assert not model.index(0).data(LoadingRole)
    assert model.index(1).data(ThumbnailRole) is None


def test_a_file_that_is_missing_is_broken_and_says_why(model: GalleryModel, qtbot: QtBot) -> None:
    model.show_tiles([GONE])
    settled(model, qtbot)
    index = model.index(0)
    assert isinstance(index.data(BrokenRole), AppError)
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith("There is no file 'gone.png'")
    assert "Delete" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "gone, cannot be used"


def test_thumbnails_are_kept_and_broken_ones_are_tried_again(
    model: GalleryModel, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    model.show_tiles([OFFICE, GONE])
    settled(model, qtbot)
    thumbnails.missing.clear()
    model.show_tiles([WAVES, OFFICE, GONE])
    settled(model, qtbot)
    assert thumbnails.made.count(Path("office.png")) == 1
    assert model.index(2).data(BrokenRole) is None
    assert model.index(2).data(ThumbnailRole) is not None


def test_the_same_tiles_reset_nothing(model: GalleryModel, qtbot: QtBot) -> None:
    model.show_tiles([OFFICE])
    settled(model, qtbot)
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_tiles([OFFICE])


def test_the_one_in_use_is_marked_for_eyes_and_ears(model: GalleryModel, qtbot: QtBot) -> None:
    model.show_tiles([OFFICE, WAVES])
    model.choose(1)
    model.choose(1)
    assert [model.index(row).data(ChosenRole) for row in range(2)] == [False, True]
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Waves, in use"
    model.choose(-1)
    assert not model.index(1).data(ChosenRole)
    settled(model, qtbot)


def test_an_index_outside_has_nothing(model: GalleryModel) -> None:
    assert model.data(QModelIndex()) is None
    assert model.data(model.createIndex(3, 0)) is None
