"""The preview with a view over it: the raw picture stays on its side of the divider, marked, and is gone at once."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.pipeline.frame import Frame
from app.pipeline.latest_slot import LatestSlot
from app.pipeline.process.view import PreviewFrame, RawPicture
from app.ui.picture.layer_labels import ANSWER
from app.ui.picture.preview import Preview
from app.ui.picture.view_layers import AMBER, Layers
from sinet_core.inference.explain import xray_picture
from tests.room import MAGENTA, marker_share
from tests.sinet_core.inference.test_explain import MARGIN

SIZE = (640, 360)


def frozen(color: tuple[int, int, int]) -> np.ndarray[Any, Any]:
    image = np.full((90, 160, 3), color, np.uint8)
    image.flags.writeable = False
    return image


GREY = frozen((120, 120, 120))
WITH_ROOM = PreviewFrame(GREY, 0.0, 0, room=RawPicture(frozen(MAGENTA)))
WITH_MAPS = PreviewFrame(GREY, 0.0, 0, xray=xray_picture(MARGIN.repeat(4, axis=0), (160, 90)))


@pytest.fixture
def shown(qtbot: QtBot) -> tuple[Preview, LatestSlot[Frame]]:
    slot: LatestSlot[Frame] = LatestSlot()
    preview = Preview(slot.take)
    qtbot.addWidget(preview)
    preview.resize(*SIZE)
    preview.show()
    qtbot.waitExposed(preview)
    return preview, slot


ShownPreview = tuple[Preview, LatestSlot[Frame]]


def seen(preview: Preview) -> np.ndarray[Any, Any]:
    image = preview.grab().toImage().convertToFormat(preview.grab().toImage().Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)[:, :, ::-1].copy()


def put(shown: ShownPreview, frame: Frame) -> np.ndarray[Any, Any]:
    preview, slot = shown
    slot.put(frame)
    preview.show_newest()
    return seen(preview)


def test_the_raw_picture_is_on_its_side_of_the_divider_only(shown: ShownPreview) -> None:
    shown[0].show_look("split")
    for share in (0.25, 0.5, 0.9):
        shown[0].divide_at(share)
        picture = put(shown, WITH_ROOM)
        line = round(SIZE[0] * share)
        assert marker_share(picture[:, :line]) > 0.6
        assert marker_share(picture[:, line + 1 :]) == 0.0


@pytest.mark.parametrize(("look", "share"), [("split", 0.1), ("split", 0.5), ("split", 0.9), ("room", 0.5)])
def test_the_raw_half_wears_its_mark_however_narrow_it_is(shown: ShownPreview, look: Any, share: float) -> None:
    shown[0].show_look(look)
    shown[0].divide_at(share)
    picture = put(shown, WITH_ROOM)
    amber = QColor(AMBER)
    marked = np.abs(picture.astype(int) - (amber.blue(), amber.green(), amber.red())).max(axis=2) < 12
    rows = marked.sum(axis=1)
    assert (rows > 150).sum() > 15, "no pill with words"
    assert marked[:, : round(SIZE[0] * (share if look == "split" else 1))].sum() > 1000, "no frame"


def test_a_divider_at_the_left_hides_the_room_and_the_mark(shown: ShownPreview) -> None:
    shown[0].show_look("split")
    shown[0].divide_at(0.0)
    assert marker_share(put(shown, WITH_ROOM)) == 0.0


@pytest.mark.parametrize("look", ["plain", "xray"])
def test_another_look_does_not_show_a_room_that_came_along(shown: ShownPreview, look: Any) -> None:
    shown[0].show_look(look)
    assert marker_share(put(shown, WITH_ROOM)) == 0.0
    assert Layers.of(WITH_ROOM, look).room is None


def test_leaving_the_look_hides_the_room_before_another_picture_comes(shown: ShownPreview) -> None:
    shown[0].show_look("split")
    put(shown, WITH_ROOM)
    shown[0].show_look("plain")
    assert marker_share(seen(shown[0])) == 0.0
    assert shown[0].beside.room is None


def test_a_picture_without_a_room_closes_the_split(shown: ShownPreview, qtbot: QtBot) -> None:
    shown[0].show_look("split")
    put(shown, WITH_ROOM)
    with qtbot.waitSignal(shown[0].halved, check_params_cb=lambda halved: not halved):
        picture = put(shown, Frame(GREY, 0.0, 1))
    assert marker_share(picture) == 0.0
    assert (picture[20:-20, 20:-20] == 120).all(), "something lies on a plain picture"


@pytest.mark.parametrize(("answer", "end"), [(0.0, 0), (1.0, -1)])
def test_the_xray_shows_the_answer_that_the_picture_is_cut_out_by(shown: ShownPreview, answer: float, end: int) -> None:
    """Whatever the network first thought of a place, its colour is the legend's for the final answer."""
    shown[0].show_look("xray")
    first_thought = np.full((7, 7), 6.0 if answer == 0 else -6.0, np.float32)
    alpha = np.full((90, 160), answer, np.float32)
    picture = put(shown, PreviewFrame(GREY, 0.0, 0, xray=xray_picture(first_thought, (160, 90), alpha)))
    assert "sure" in ANSWER.ends[end]
    assert ANSWER.ends[end].endswith(("room", "you")[end])
    assert np.abs(picture[SIZE[1] // 2, 100].astype(int) - ANSWER.stops[end]).max() < 12


def test_the_maps_fill_both_halves(shown: ShownPreview) -> None:
    shown[0].show_look("xray")
    picture = put(shown, WITH_MAPS)
    middle = picture[100:250]
    assert (np.abs(middle.astype(int) - 120).max(axis=2) > 10).mean() > 0.9
    assert WITH_MAPS.xray is not None
    left = WITH_MAPS.xray.confidence[45, 10].astype(int)
    assert np.abs(middle[75, 40].astype(int) - left).max() < 12
