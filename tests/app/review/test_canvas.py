from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.review.canvas import Canvas
from app.review.pictures import LoadedPicture
from sinet_core.datagen.label_set import Label

LABEL = Label("people/a", Path("a.jpg"), Path("a.png"), 0.875)


def plain(color: str) -> QImage:
    image = QImage(40, 20, QImage.Format.Format_RGB888)
    image.fill(QColor(color))
    return image


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(200, 200)
    canvas.show_label(LABEL, LoadedPicture(plain("#ff0000"), plain("#00ff00")))
    return canvas


def middle(canvas: Canvas) -> str:
    return canvas.grab().toImage().pixelColor(100, 100).name()


def test_the_mask_is_hidden_while_a_key_is_held_or_until_it_is_toggled_again(canvas: Canvas) -> None:
    assert middle(canvas) == "#00ff00"
    canvas.hold_plain(True)
    assert middle(canvas) == "#ff0000"
    canvas.hold_plain(False)
    canvas.toggle_mask()
    assert middle(canvas) == "#ff0000"
    canvas.toggle_mask()
    assert middle(canvas) == "#00ff00"


def test_a_picture_keeps_its_shape_in_the_middle(canvas: Canvas) -> None:
    drawn = canvas.grab().toImage()
    assert drawn.pixelColor(100, 55).name() == "#00ff00"
    assert drawn.pixelColor(100, 45).name() != "#00ff00"
    assert drawn.pixelColor(2, 100).name() == "#00ff00"


def test_name_and_agreement_are_read_to_those_who_cannot_see_them(canvas: Canvas) -> None:
    assert canvas.shows("people/a")
    assert "people/a" in canvas.accessibleDescription()
    assert "0.88" in canvas.accessibleDescription()
    canvas.show_label(Label("b", Path("b.jpg"), Path("b.png"), None), LoadedPicture(plain("#fff"), plain("#000")))
    assert canvas.accessibleDescription() == "b"


def test_an_unreadable_picture_says_why_and_can_still_be_decided_on(canvas: Canvas) -> None:
    canvas.show_label(LABEL, AppError("Cannot read 'a.png'", "Reject it."))
    assert canvas.image is None
    assert canvas.text == "Cannot read 'a.png'\nReject it."
    assert canvas.shows("people/a")
    canvas.grab()


def test_while_it_waits_and_at_the_end_no_picture_can_be_decided_on(canvas: Canvas) -> None:
    review: Any = SimpleNamespace(total=3, accepted=2, rejected=1)
    for show, text in ((canvas.show_waiting, "Reading…"), (lambda: canvas.show_end(review), "All 3 pictures")):
        canvas.show_label(LABEL, LoadedPicture(plain("#fff"), plain("#000")))
        show()
        assert not canvas.shows("people/a")
        assert canvas.image is None
        assert canvas.text.startswith(text)
        canvas.grab()
