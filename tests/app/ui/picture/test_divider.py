from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.picture.divider import Divider

PICTURE = QRect(100, 20, 400, 200)


@pytest.fixture
def divider(qtbot: QtBot) -> Iterator[Divider]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(600, 240)
    result = Divider(parent)
    result.place(PICTURE)
    result.show()
    parent.show()
    qtbot.waitExposed(parent)
    yield result
    parent.close()


def test_it_stands_where_the_halves_meet(divider: Divider) -> None:
    assert divider.geometry().center().x() == pytest.approx(PICTURE.left() + 200, abs=1)
    divider.move_to(0.25)
    assert divider.geometry().center().x() == pytest.approx(PICTURE.left() + 100, abs=1)
    assert divider.height() == PICTURE.height()


def test_it_is_dragged_but_not_out_of_the_picture(divider: Divider) -> None:
    told: list[float] = []
    divider.moved.connect(told.append)
    QTest.mousePress(divider, Qt.MouseButton.LeftButton, pos=QPoint(22, 100))
    for x in (-50, 900):
        local = divider.mapFromParent(QPoint(PICTURE.left() + x, 100))
        move(divider, local)
    assert told[-2:] == [0.0, 1.0]


def move(divider: Divider, local: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(local), divider.mapToGlobal(QPointF(local)),
                        Qt.MouseButton.NoButton, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(divider, event)


@pytest.mark.parametrize(
    ("key", "value"),
    [(Qt.Key.Key_Left, 0.48), (Qt.Key.Key_Right, 0.52), (Qt.Key.Key_Home, 0.0), (Qt.Key.Key_End, 1.0)],
)
def test_keys_move_it(divider: Divider, key: Qt.Key, value: float) -> None:
    QTest.keyClick(divider, key)
    assert divider.value == pytest.approx(value)


def test_a_double_click_brings_it_back(divider: Divider) -> None:
    divider.move_to(0.9)
    QTest.mouseDClick(divider, Qt.MouseButton.LeftButton, pos=divider.rect().center())
    assert divider.value == 0.5
