from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from app.ui.gallery.delegate import TileDelegate, cross_of
from app.ui.gallery.items import Tile, TileKind
from app.ui.gallery.model import BrokenRole, ChosenRole, LoadingRole, ThumbnailRole, TileRole

CELL = QRect(0, 0, 96, 80)
MIDDLE = (48, 30)
GROUND = "#123456"


@pytest.fixture
def delegate(qapp: QApplication) -> TileDelegate:
    return TileDelegate(CELL.size(), "#c02020")


def drawn(
    delegate: TileDelegate, tile: Tile, roles: dict[int, object] | None = None,
    state: QStyle.StateFlag = QStyle.StateFlag.State_None,
) -> QImage:  # fmt: skip
    model, item = QStandardItemModel(), QStandardItem(tile.title)
    model.appendRow(item)
    for role, value in {TileRole: tile, **(roles or {})}.items():
        item.setData(value, role)
    option = QStyleOptionViewItem()
    option.rect, option.state = CELL, state  # type: ignore[attr-defined]
    image = QImage(CELL.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return image


def tile(kind: TileKind, *, own: bool = False) -> Tile:
    return Tile(kind, "Office", "", Path("a.png"), own)


def test_a_tile_is_as_large_as_its_cell(delegate: TileDelegate) -> None:
    assert delegate.sizeHint(QStyleOptionViewItem(), QStandardItemModel().index(0, 0)) == QSize(96, 80)


def test_a_thumbnail_fills_its_tile(delegate: TileDelegate) -> None:
    thumbnail = QImage(16, 9, QImage.Format.Format_RGB32)
    thumbnail.fill(QColor("#20c020"))
    image = drawn(delegate, tile("picture"), {ThumbnailRole: thumbnail})
    assert image.pixelColor(*MIDDLE).name() == "#20c020"


def test_the_colour_tile_shows_the_colour(delegate: TileDelegate) -> None:
    assert drawn(delegate, tile("color")).pixelColor(*MIDDLE).name() == "#c02020"


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("add", {}),
        ("blur", {}),
        ("transparent", {}),
        ("picture", {BrokenRole: "gone"}),
        ("picture", {LoadingRole: True}),
    ],
)
def test_kinds_and_states_without_a_thumbnail_look_different(
    delegate: TileDelegate, kind: TileKind, roles: dict[int, object]
) -> None:
    assert drawn(delegate, tile(kind), roles) != drawn(delegate, tile("picture"))


@pytest.mark.parametrize(
    ("roles", "state"),
    [({ChosenRole: True}, QStyle.StateFlag.State_None), ({}, QStyle.StateFlag.State_MouseOver)],
)
def test_the_one_in_use_and_the_one_under_the_mouse_stand_out(
    delegate: TileDelegate, roles: dict[int, object], state: QStyle.StateFlag
) -> None:
    assert drawn(delegate, tile("picture"), roles, state) != drawn(delegate, tile("picture"))


def test_the_focus_shows_for_the_keyboard_only(delegate: TileDelegate) -> None:
    focused = QStyle.StateFlag.State_HasFocus
    assert drawn(delegate, tile("picture"), state=focused) == drawn(delegate, tile("picture"))
    delegate.by_keyboard = True
    assert drawn(delegate, tile("picture"), state=focused) != drawn(delegate, tile("picture"))


def test_only_own_tiles_have_a_cross_and_only_under_the_mouse(delegate: TileDelegate) -> None:
    hovered = QStyle.StateFlag.State_MouseOver
    corner = cross_of(CELL)
    assert CELL.contains(corner)
    own = drawn(delegate, tile("picture", own=True), state=hovered).copy(corner)
    shipped = drawn(delegate, tile("picture"), state=hovered).copy(corner)
    assert own != shipped


def test_a_long_title_is_shortened_in_its_middle(delegate: TileDelegate) -> None:
    long = Tile("picture", "A very long title that fits in no tile at all", "", Path("a.png"))
    image = drawn(delegate, long)
    label = image.copy(0, 60, 96, 20)
    edge = {label.pixelColor(x, y).name() for x in (0, 1, 94, 95) for y in range(20)}
    assert edge == {GROUND}
