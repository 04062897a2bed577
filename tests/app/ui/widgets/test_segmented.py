from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.style import theme
from app.ui.widgets.segmented import Segmented


class Stand:
    """Segments below a field."""

    def __init__(self, qtbot: QtBot) -> None:
        self.before, self.segments = QLineEdit(), Segmented("Quality", {"low": "Low", "high": "High", "best": "Best"})
        self.box = QWidget()
        column = QVBoxLayout(self.box)
        column.addWidget(self.before)
        column.addWidget(self.segments)
        qtbot.addWidget(self.box)
        self.segments.set_value("high")
        self.box.show()
        qtbot.waitExposed(self.box)

    def button(self, text: str) -> QPushButton:
        return next(found for found in self.segments.findChildren(QPushButton) if found.text() == text)

    def picture(self, text: str) -> QImage:
        return self.button(text).grab().toImage()


@pytest.fixture(params=[theme.LIGHT, theme.DARK], ids=["light", "dark"])
def stand(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication) -> Stand:
    theme.apply(qapp, request.param)
    return Stand(qtbot)


def test_tab_lands_on_the_chosen_one_and_arrows_continue_from_there(stand: Stand, qtbot: QtBot) -> None:
    stand.before.setFocus()
    QTest.keyClick(stand.before, Qt.Key.Key_Tab)
    assert stand.button("High").hasFocus()
    with qtbot.waitSignal(stand.segments.chosen) as chosen:
        QTest.keyClick(stand.button("High"), Qt.Key.Key_Right)
    assert chosen.args == ["best"]
    assert stand.button("Best").hasFocus()


def test_what_rests_looks_like_it(stand: Stand) -> None:
    before = {text: stand.picture(text) for text in ("Low", "High")}
    stand.segments.setEnabled(False)
    assert all(stand.picture(text) != picture for text, picture in before.items())


def test_a_focused_one_has_one_ring(stand: Stand) -> None:
    def middle() -> QImage:
        button = stand.button("High")
        return button.grab(button.rect().adjusted(4, 4, -4, -4)).toImage()

    before = middle()
    stand.before.setFocus()
    QTest.keyClick(stand.before, Qt.Key.Key_Tab)
    assert stand.button("High").hasFocus()
    assert middle() == before
