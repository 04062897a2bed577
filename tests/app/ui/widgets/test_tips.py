from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QEnterEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.widgets.tips import tip_place
from tests.app.ui.conftest import Desk

SCREEN = QRect(0, 0, 1366, 768)


@pytest.mark.parametrize("button", [
    QRect(600, 300, 40, 40), QRect(0, 0, 40, 40), QRect(1326, 728, 40, 40), QRect(0, 728, 40, 40),
    QRect(1340, 5, 40, 40),
])
@pytest.mark.parametrize("tip", [QSize(120, 28), QSize(420, 60)])
def test_a_tip_is_on_the_screen_and_leaves_its_button_free(button: QRect, tip: QSize) -> None:
    place = QRect(tip_place(button, tip, SCREEN), tip)
    assert SCREEN.contains(place)
    assert not place.intersects(button)


def tip_beside(button: QWidget, entered: QWidget) -> bool:
    """Whether the tip of a button leaves it free, once the mouse has entered what the button is in."""
    middle = button.rect().center()
    QApplication.sendEvent(entered, QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    QApplication.sendEvent(button, QHelpEvent(QHelpEvent.Type.ToolTip, middle, button.mapToGlobal(middle)))
    tips = [found for found in QApplication.topLevelWidgets() if found.inherits("QTipLabel") and found.isVisible()]
    place = QRect(button.mapToGlobal(QPoint()), button.size())
    intersects = [tip.geometry().intersects(place) for tip in tips]
    tips[0].hide()
    return intersects == [False]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_tips_of_the_window_are_placed_so(desk: Desk) -> None:
    assert tip_beside(desk.window.stage.bar.record, desk.window)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_tips_of_options_that_are_made_later_too(desk: Desk) -> None:
    QApplication.sendEvent(desk.window, QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    options = desk.window.panels.record.options
    options.more.click()
    assert tip_beside(options.files.split, options.files)
