import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.zones.canvas import Brush, ZoneCanvas
from app.ui.zones.sketch import ZoneSketch
from sinet_core.matting.zones import DROP, KEEP, NONE

LEFT, RIGHT = QPoint(40, 90), QPoint(280, 90)


@pytest.fixture
def canvas(qtbot: QtBot) -> ZoneCanvas:
    canvas = ZoneCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(320, 180)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.open(ZoneSketch((320, 180)))
    return canvas


def labels_at(canvas: ZoneCanvas, point: QPoint) -> int:
    """The frame's label at a place of the unmirrored widget."""
    labels = canvas.sketch.labels
    height, width = labels.shape
    return int(labels[point.y() * height // 180, point.x() * width // 320])


def drag(canvas: ZoneCanvas, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


@pytest.mark.parametrize("label", [KEEP, DROP])
def test_a_stroke_paints_from_press_to_release(canvas: ZoneCanvas, qtbot: QtBot, label: int) -> None:
    canvas.set_brush(Brush(label))
    with qtbot.waitSignal(canvas.painted):
        drag(canvas, LEFT, RIGHT)
    assert labels_at(canvas, LEFT) == label
    assert labels_at(canvas, QPoint(160, 90)) == label
    assert labels_at(canvas, QPoint(160, 20)) == NONE


def test_the_eraser_takes_paint_away(canvas: ZoneCanvas) -> None:
    drag(canvas, LEFT, RIGHT)
    canvas.set_brush(Brush(NONE))
    drag(canvas, RIGHT, RIGHT)
    assert labels_at(canvas, LEFT) == KEEP
    assert labels_at(canvas, RIGHT) == NONE


def test_over_a_mirrored_picture_paint_goes_where_the_eye_sees_it(canvas: ZoneCanvas) -> None:
    canvas.mirrored = True
    drag(canvas, LEFT, LEFT)
    assert labels_at(canvas, RIGHT) == KEEP
    assert labels_at(canvas, LEFT) == NONE


@pytest.mark.parametrize("mirrored", [False, True])
def test_points_and_spots_are_inverse(canvas: ZoneCanvas, mirrored: bool) -> None:
    canvas.mirrored = mirrored
    point = QPointF(80, 45)
    assert canvas.point_of(canvas.spot_at(point)) == point


def test_the_right_button_does_not_paint(canvas: ZoneCanvas, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(canvas.painted):
        QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=LEFT)
    assert canvas.sketch.empty


def test_the_keyboard_moves_the_brush_and_paints(canvas: ZoneCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.painted):
        QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert labels_at(canvas, QPoint(160, 90)) == KEEP
    for _ in range(100):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert labels_at(canvas, QPoint(319, 90)) == KEEP, "it stops at the border"


def test_another_sketch_starts_without_a_brush(canvas: ZoneCanvas) -> None:
    drag(canvas, LEFT, RIGHT)
    canvas.open(ZoneSketch((320, 180)))
    assert canvas.sketch.empty
    assert canvas.grab().toImage().pixelColor(LEFT) == canvas.grab().toImage().pixelColor(RIGHT)


def test_keep_and_drop_differ_by_more_than_their_colour(canvas: ZoneCanvas) -> None:
    """Some people cannot tell green from red."""
    shades = []
    for label in (KEEP, DROP):
        canvas.open(ZoneSketch((320, 180)))
        canvas.set_brush(Brush(label, 0.15))
        drag(canvas, QPoint(160, 90), QPoint(160, 90))
        QTest.mouseMove(canvas, QPoint(5, 5))
        image = canvas.grab().toImage()
        shades.append({QColor(image.pixelColor(x, 90)).lightness() for x in range(150, 170)})
    keep, drop = (np.ptp(sorted(each)) for each in shades)
    assert drop > keep
