from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.pipeline.frame import Frame
from app.pipeline.latest import LatestSlot
from app.ui.preview import Preview


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
