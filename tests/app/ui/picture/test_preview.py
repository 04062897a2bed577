from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.pipeline.frame import Frame
from app.pipeline.latest_slot import LatestSlot
from app.ui.picture.preview import Preview


def show(qtbot: QtBot, width: int, height: int) -> tuple[Preview, LatestSlot[Frame]]:
    slot: LatestSlot[Frame] = LatestSlot()
    preview = Preview(slot.take)
    qtbot.addWidget(preview)
    preview.resize(width, height)
    preview.show()
    qtbot.waitExposed(preview)
    return preview, slot


def put(slot: LatestSlot[Frame], image: np.ndarray) -> None:
    slot.put(Frame(image, 0.0, 0).with_image(image))


def test_it_draws_the_newest_picture_in_its_true_colors(qtbot: QtBot) -> None:
    preview, slot = show(qtbot, 640, 360)
    put(slot, np.full((90, 160, 3), (255, 0, 0), np.uint8))
    put(slot, np.full((90, 160, 3), (10, 120, 230), np.uint8))
    preview.show_newest()
    color = preview.grab().toImage().pixelColor(320, 180)
    assert (color.blue(), color.green(), color.red()) == (10, 120, 230)


def test_without_a_new_picture_the_last_one_stays(qtbot: QtBot) -> None:
    preview, slot = show(qtbot, 640, 360)
    put(slot, np.full((90, 160, 3), 99, np.uint8))
    preview.show_newest()
    preview.show_newest()
    assert preview.grab().toImage().pixelColor(320, 180) == QColor(99, 99, 99)


def test_every_pixel_is_its_own_where_the_picture_is_as_large_as_the_widget(qtbot: QtBot) -> None:
    preview, slot = show(qtbot, 640, 360)
    preview.set_rounded(False)
    noise = np.random.default_rng(0).integers(0, 256, (360, 640, 3), np.uint8)
    put(slot, noise)
    preview.show_newest()
    drawn = preview.grab().toImage()
    for x, y in ((0, 0), (639, 359), (321, 77), (5, 300)):
        color = drawn.pixelColor(x, y)
        assert [color.blue(), color.green(), color.red()] == noise[y, x].tolist()


def test_fine_stripes_become_their_mean_in_a_small_window(qtbot: QtBot) -> None:
    preview, slot = show(qtbot, 320, 180)
    stripes = np.zeros((720, 1280, 3), np.uint8)
    stripes[:, ::2] = 200
    put(slot, stripes)
    preview.show_newest()
    drawn = preview.grab().toImage()
    assert {drawn.pixelColor(x, 90).green() for x in range(100, 140)} == {100}


def test_a_picture_follows_the_widget_when_none_comes_after_it(qtbot: QtBot) -> None:
    preview, slot = show(qtbot, 640, 360)
    put(slot, np.full((90, 160, 3), 99, np.uint8))
    preview.show_newest()
    preview.grab()
    preview.resize(960, 540)
    assert preview.grab().toImage().pixelColor(940, 270) == QColor(99, 99, 99)


def test_the_picture_keeps_its_shape(qtbot: QtBot) -> None:
    preview, slot = show(qtbot, 900, 400)
    assert round(preview.picture.width() / preview.picture.height(), 2) == 1.78
    with qtbot.waitSignal(preview.reshaped):
        put(slot, np.zeros((300, 400, 3), np.uint8))
        preview.show_newest()
    assert preview.picture.height() == 400
    assert round(preview.picture.width()) == 533
    assert preview.picture.center().x() == preview.rect().toRectF().center().x() or \
        abs(preview.picture.center().x() - preview.width() / 2) <= 1


def test_corners_are_round_and_square_in_full_screen(qtbot: QtBot) -> None:
    preview, slot = show(qtbot, 640, 360)
    put(slot, np.full((90, 160, 3), 200, np.uint8))
    preview.show_newest()
    assert preview.grab().toImage().pixelColor(0, 0) != QColor(200, 200, 200)
    preview.set_rounded(False)
    assert preview.grab().toImage().pixelColor(0, 0) == QColor(200, 200, 200)
