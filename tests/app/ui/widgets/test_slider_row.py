from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.app.ui.conftest import Desk


def test_the_wheel_over_a_slider_scrolls_the_panels_instead(desk: Desk) -> None:
    slider = desk.window.panels.matte.rows["coverage"].slider
    wheel = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(slider, wheel)
    assert slider.value() == 50


def test_a_slider_jumps_to_where_its_groove_is_clicked(desk: Desk) -> None:
    slider = desk.window.panels.background.blur.slider
    slider.setValue(10)
    place = QPoint(round(slider.width() * 0.8), slider.height() // 2)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
    assert 72 <= slider.value() <= 88
    assert desk.window.panels.background.blur.value.text() == str(slider.value())
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=place)
    assert slider.value() == 50
