from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.style.theme import BAR_HEIGHT
from app.ui.window.side_panel import COLUMN_WIDTH
from app.ui.window.workspace import NARROW_PX, Workspace


class Room:
    """A workspace with plain widgets for the picture and the panels."""

    def __init__(self) -> None:
        panels: Any = QWidget()
        self.workspace = Workspace(panels)
        picture: Any = QWidget(self.workspace)
        self.workspace.show_picture(picture)
        self.panels: QWidget = panels
        self.picture: QWidget = picture
        self.workspace.resize(NARROW_PX + 200, 600)


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    made = Room()
    qtbot.addWidget(made.workspace)
    made.workspace.show()
    qtbot.waitExposed(made.workspace)
    return made


def test_panels_stand_beside_the_picture(room: Room) -> None:
    assert not room.workspace.narrow
    assert room.picture.width() == room.workspace.width() - COLUMN_WIDTH
    assert room.panels.geometry().left() == room.picture.geometry().right() + 1
    assert room.panels.height() == room.workspace.height()


def test_without_panels_the_picture_has_all_of_it(room: Room) -> None:
    room.panels.hide()
    assert room.picture.width() == room.workspace.width()
    room.panels.show()
    assert room.picture.width() == room.workspace.width() - COLUMN_WIDTH


def test_in_a_narrow_window_panels_lie_over_the_picture_but_not_over_the_bar(room: Room, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.workspace.narrowed, check_params_cb=lambda narrow: narrow):
        room.workspace.resize(NARROW_PX - 1, 600)
    assert room.picture.width() == room.workspace.width()
    assert room.panels.height() == room.workspace.height() - BAR_HEIGHT
    with qtbot.waitSignal(room.workspace.narrowed, check_params_cb=lambda narrow: not narrow):
        room.workspace.resize(NARROW_PX, 600)
    assert room.picture.width() == room.workspace.width() - COLUMN_WIDTH
