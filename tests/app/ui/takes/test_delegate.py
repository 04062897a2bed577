from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline.takes.take_list import ListedTake
from app.pipeline.takes.take_reader import TakeInfo
from app.pipeline.takes.take_settings import TakeSettings
from app.ui.style import theme
from app.ui.takes.delegate import CELL, TakeDelegate
from app.ui.takes.model import Looked, TakeModel, _key
from sinet_core.arrays import FrameSize

TAKE = ListedTake(Path("/takes/Holiday.backdrop"), 58_000_000, 1000.0)
MIDDLE = (CELL.width() // 2, 60)


class NoJobs:
    def submit(self, *_arguments: object, **_named: object) -> None: ...


@pytest.fixture
def model() -> TakeModel:
    model = TakeModel(NoJobs())  # type: ignore[arg-type]
    model.show_takes([TAKE])
    return model


def drawn(index: QModelIndex, state: QStyle.StateFlag = QStyle.StateFlag.State_Enabled) -> QImage:
    image = QImage(CELL, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.current().surface))
    option = QStyleOptionViewItem()
    option.rect, option.state = QRect(0, 0, CELL.width(), CELL.height()), state  # type: ignore[attr-defined]
    painter = QPainter(image)
    TakeDelegate().paint(painter, option, index)
    painter.end()
    return image


def test_a_thumbnail_fills_its_place_once_it_is_there(qtbot: QtBot, model: TakeModel) -> None:
    waiting = drawn(model.index(0, 0))
    red = QImage(32, 18, QImage.Format.Format_RGB888)
    red.fill(QColor("#ff0000"))
    info = TakeInfo(TAKE.path, FrameSize(32, 18), 62.0, 1800, False, TakeSettings())
    model._arrived(_key(TAKE), Looked(info, red))
    assert waiting.pixelColor(*MIDDLE) != QColor("#ff0000")
    assert drawn(model.index(0, 0)).pixelColor(*MIDDLE) == QColor("#ff0000")


def test_what_cannot_be_opened_has_a_sign_instead(qtbot: QtBot, model: TakeModel) -> None:
    waiting = drawn(model.index(0, 0))
    model._arrived(_key(TAKE), AppError("It is damaged", "Delete it."))
    broken = drawn(model.index(0, 0))
    assert broken.copy(0, 40, CELL.width(), 40) != waiting.copy(0, 40, CELL.width(), 40)
    assert broken.copy(0, 148, CELL.width(), 18) != waiting.copy(0, 148, CELL.width(), 18), "it says so, too"


@pytest.mark.parametrize("state", [QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver])
def test_the_chosen_take_and_the_one_under_the_mouse_have_a_frame(
    qtbot: QtBot, model: TakeModel, state: QStyle.StateFlag
) -> None:
    plain, marked = drawn(model.index(0, 0)), drawn(model.index(0, 0), QStyle.StateFlag.State_Enabled | state)
    assert plain != marked
    assert plain.pixelColor(*MIDDLE) == marked.pixelColor(*MIDDLE)


def test_the_name_is_edited_below_the_picture_within_the_cell(qtbot: QtBot, model: TakeModel) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    editor, option = QLineEdit(parent), QStyleOptionViewItem()
    cell = QRect(300, 200, CELL.width(), CELL.height())
    option.rect = cell  # type: ignore[attr-defined]
    TakeDelegate().updateEditorGeometry(editor, option, model.index(0, 0))
    assert cell.contains(editor.geometry())
    assert editor.geometry().top() > cell.center().y()
