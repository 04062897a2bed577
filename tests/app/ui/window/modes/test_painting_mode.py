"""Painting zones in the real window: where a stroke lands, what it does to the settings, how to leave."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.errors import AppError
from app.pipeline.events import SourceEnded, SourceLost, SourceOpened
from app.pipeline.process.view import View
from app.settings import Settings
from app.ui.window.modes.painting_mode import describe
from app.ui.zones.canvas import Brush, ZoneCanvas
from app.zone_masks import mask_of, unpack
from sinet_core.matting.zones import DROP, KEEP, Labels
from tests.app.ui.conftest import Desk

KEY = "camera:046d:085e@1"


@pytest.fixture
def painting(desk: Desk) -> Desk:
    """A frame is shown, and zones are being painted on it."""
    desk.session.tell(SourceOpened("BRIO", 1280, 720, 30.0, source_id=KEY))
    desk.session.publish(np.full((90, 160, 3), 120, np.uint8))
    desk.window.stage.preview.show_newest()
    desk.window.actions_.zones.trigger()
    return desk


def canvas_of(desk: Desk) -> ZoneCanvas:
    return desk.window.stage.canvas


def labels_of(desk: Desk, key: str = KEY) -> Labels | None:
    return unpack(mask_of(desk.controller.settings.zones, key))


def click(desk: Desk, x: float, y: float) -> None:
    """x, y: 0..1 of the canvas."""
    canvas = canvas_of(desk)
    point = QPointF(x * canvas.width(), y * canvas.height()).toPoint()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=point)


def middle_of(labels: Labels | None, label: int) -> tuple[float, float]:
    assert labels is not None
    rows, columns = np.nonzero(labels == label)
    return float(columns.mean() + 0.5) / labels.shape[1], float(rows.mean() + 0.5) / labels.shape[0]


@pytest.mark.parametrize("mirrored", [True, False])
def test_a_stroke_lands_where_the_picture_is_whichever_way_it_faces(painting: Desk, mirrored: bool) -> None:
    painting.controller.change(replace(painting.controller.settings.mirror, preview=mirrored))
    click(painting, 0.25, 0.3)
    x, y = middle_of(labels_of(painting), KEEP)
    assert (x, y) == pytest.approx((0.75 if mirrored else 0.25, 0.3), abs=0.01)


@pytest.mark.parametrize("size", [(1280, 800), (900, 900), (1500, 520)])
def test_the_canvas_lies_on_the_picture_and_not_on_its_margins(painting: Desk, size: tuple[int, int]) -> None:
    painting.window.resize(*size)
    stage = painting.window.stage
    assert stage.canvas.geometry() == stage.preview.picture.toRect().translated(stage.preview.pos())
    assert stage.canvas.width() / stage.canvas.height() == pytest.approx(16 / 9, rel=0.01)
    click(painting, 0.5, 0.5)
    assert middle_of(labels_of(painting), KEEP) == pytest.approx((0.5, 0.5), abs=0.01)


def test_a_spot_and_its_point_are_each_others_inverse(painting: Desk) -> None:
    canvas = canvas_of(painting)
    for mirrored in (True, False):
        canvas.mirrored = mirrored
        assert canvas.spot_at(canvas.point_of((0.2, 0.7))) == pytest.approx((0.2, 0.7))


def test_tools_sizes_and_keys(painting: Desk) -> None:
    canvas = canvas_of(painting)
    QTest.keyClick(canvas, Qt.Key.Key_D)
    assert canvas.brush.label == DROP
    before = canvas.brush.radius
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert canvas.brush.radius > before
    click(painting, 0.5, 0.5)
    labels = labels_of(painting)
    assert labels is not None
    assert (labels == DROP).any()
    QTest.keyClick(canvas, Qt.Key.Key_E)
    painting.window.stage.zone_bar.show_brush(Brush(0, 0.15))
    click(painting, 0.5, 0.5)
    assert labels_of(painting) is None


def test_undo_redo_and_clear_reach_the_settings(painting: Desk) -> None:
    bar = painting.window.stage.zone_bar
    assert not bar.undo.isEnabled()
    assert not bar.clear.isEnabled()
    click(painting, 0.5, 0.5)
    assert bar.undo.isEnabled()
    QTest.keyClick(canvas_of(painting), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert labels_of(painting) is None
    bar.redo.click()
    assert labels_of(painting) is not None
    bar.clear.click()
    assert labels_of(painting) is None
    bar.undo.click()
    assert labels_of(painting) is not None


def test_the_keyboard_alone_can_paint(painting: Desk) -> None:
    canvas = canvas_of(painting)
    assert canvas.hasFocus()
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    x, _ = middle_of(labels_of(painting), KEEP)
    assert x < 0.5, "the picture is mirrored: right on the screen is left in the room"


def test_each_stroke_holds_at_once_and_is_kept_for_this_camera_only(painting: Desk) -> None:
    click(painting, 0.5, 0.5)
    applied: Settings = painting.session.applied[-1]
    assert mask_of(applied.zones, KEY)
    assert mask_of(applied.zones, "camera:other") == ""


def test_the_room_is_shown_on_demand_only(painting: Desk) -> None:
    assert painting.session.views[-1] == View()
    painting.window.stage.zone_bar.room.click()
    assert painting.session.views[-1] == View(room=True)
    assert painting.window.views.look == "room"
    painting.window.stage.zone_bar.room.click()
    assert painting.session.views[-1] == View()
    assert canvas_of(painting).isVisible()


@pytest.mark.parametrize("way", ["escape", "done", "action", "enter"])
def test_the_mode_is_clear_and_left_by_every_way(painting: Desk, way: str) -> None:
    stage, window = painting.window.stage, painting.window
    assert stage.zone_bar.isVisible()
    assert not stage.bar.isVisible()
    assert not window.column.isVisible()
    painting.window.stage.zone_bar.room.click()
    if way == "escape":
        QTest.keyClick(window, Qt.Key.Key_Escape)
    elif way == "done":
        stage.zone_bar.done.click()
    elif way == "action":
        window.actions_.zones.trigger()
    else:
        QTest.keyClick(stage.canvas, Qt.Key.Key_Return)
    assert not stage.canvas.isVisible()
    assert not stage.zone_bar.isVisible()
    assert stage.bar.isVisible()
    assert window.column.isVisible()
    assert painting.session.views[-1] == View()


def test_what_was_painted_is_there_again(painting: Desk) -> None:
    click(painting, 0.5, 0.5)
    painting.window.stage.zone_bar.done.click()
    painting.window.actions_.zones.trigger()
    assert not canvas_of(painting).sketch.empty
    assert not canvas_of(painting).sketch.can_undo


@pytest.mark.parametrize(
    "event",
    [SourceOpened("Other", 640, 480, 30.0, source_id="camera:other"), SourceLost("BRIO", AppError("Gone")),
     SourceEnded("BRIO")],
)
def test_another_camera_or_none_ends_it(painting: Desk, event: object) -> None:
    painting.window.stage.zone_bar.room.click()
    painting.session.tell(event)  # type: ignore[arg-type]
    assert painting.window.views.look == "plain"
    assert painting.session.views[-1] == View()


def test_without_a_picture_there_is_nothing_to_paint_on(desk: Desk) -> None:
    desk.session.tell(SourceLost("BRIO", AppError("Gone")))
    assert not desk.window.actions_.zones.isEnabled()
    assert not desk.window.panels.matte.paint.isEnabled()


def words_of_panel(desk: Desk) -> str:
    return "\n".join(label.text() for label in desk.window.panels.matte.findChildren(QLabel))


def test_the_panel_says_what_is_painted(painting: Desk) -> None:
    assert "Nothing painted for this camera" in words_of_panel(painting)
    click(painting, 0.5, 0.5)
    assert "of your room always shows" in words_of_panel(painting)


def test_words() -> None:
    assert describe(0, 0) == "Nothing painted for this camera"
    assert describe(0.034, 0) == "3% of your room always shows"
    assert describe(0, 0.001) == "Less than 1% of the picture never shows"
    assert describe(0.02, 0.05) == "2% of your room always shows, 5% never"


def test_the_keys_work_while_a_tool_of_the_bar_has_the_keyboard(painting: Desk) -> None:
    bar, canvas = painting.window.stage.zone_bar, canvas_of(painting)
    click(painting, 0.5, 0.5)
    bar.size_slider.setFocus()
    QTest.keyClick(bar.size_slider, Qt.Key.Key_D)
    assert canvas.brush.label == DROP
    QTest.keyClick(bar.size_slider, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert labels_of(painting) is None
    QTest.keyClick(bar.size_slider, Qt.Key.Key_Return)
    assert not painting.window.actions_.zones.isChecked()
    painting.window.stage.setFocus()
    QTest.keyClick(painting.window.stage, Qt.Key.Key_K)
    assert canvas.brush.label == DROP


def test_zones_are_not_said_to_be_gone_with_the_camera(painting: Desk) -> None:
    click(painting, 0.5, 0.5)
    painting.session.tell(SourceLost("BRIO", AppError("gone", "")))
    assert "Nothing" not in words_of_panel(painting)
    assert "picture" in painting.window.panels.matte.paint.toolTip()


def test_before_the_first_camera_nothing_is_said_of_zones(desk: Desk) -> None:
    assert "Waiting for the camera" in words_of_panel(desk)
