import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.zones.canvas import MAX_BRUSH, MIN_BRUSH, Brush
from app.ui.zones.sketch import ZoneSketch
from app.ui.zones.tool_bar import HINTS, ROOMY, TOOLS, ZoneBar
from sinet_core.matting.zones import DROP, KEEP


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window around it, since a bar alone would not become narrower than its controls."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 100)
    window.show()
    return window


@pytest.fixture
def bar(window: QWidget) -> ZoneBar:
    bar = ZoneBar(window)
    bar.resize(900, bar.height())
    bar.show()
    return bar


@pytest.mark.parametrize("tool", TOOLS)
def test_choosing_a_tool_changes_the_brush_and_says_what_it_does(bar: ZoneBar, qtbot: QtBot, tool: str) -> None:
    with qtbot.waitSignal(bar.brush_changed) as caught:
        bar.choose(tool)
    assert caught.args is not None
    assert caught.args[0].label == TOOLS[tool]
    assert bar.hint.text() == HINTS[tool]


def test_a_brush_that_is_shown_is_the_brush_in_use(bar: ZoneBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.brush_changed, check_params_cb=lambda brush: brush == Brush(DROP, 0.1)):
        bar.show_brush(Brush(DROP, 0.1))


def test_the_brush_grows_and_shrinks_within_its_limits(bar: ZoneBar) -> None:
    told: list[Brush] = []
    bar.brush_changed.connect(told.append)
    bar.show_brush(Brush(KEEP, 0.05))
    bar.resize_brush(2)
    assert told[-1].radius == pytest.approx(0.07)
    bar.resize_brush(-100)
    assert told[-1].radius == pytest.approx(MIN_BRUSH)
    bar.resize_brush(100)
    assert told[-1].radius == pytest.approx(MAX_BRUSH)


def test_only_what_can_be_undone_redone_and_cleared_can_be_pressed(bar: ZoneBar) -> None:
    def enabled() -> tuple[bool, bool, bool]:
        return bar.undo.isEnabled(), bar.redo.isEnabled(), bar.clear.isEnabled()

    sketch = ZoneSketch((320, 180))
    bar.show_sketch(sketch)
    assert enabled() == (False, False, False)
    sketch.begin()
    sketch.stroke((0.5, 0.5), (0.6, 0.5), 0.05, KEEP)
    bar.show_sketch(sketch)
    assert enabled() == (True, False, True)
    sketch.undo()
    bar.show_sketch(sketch)
    assert enabled() == (False, True, False)


@pytest.mark.parametrize("name", ["undo", "redo", "clear", "done"])
def test_its_buttons_ask(bar: ZoneBar, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(bar.asked, check_params_cb=lambda asked: asked == name):
        getattr(bar, name).click()


def test_the_room_is_asked_for_by_its_switch(bar: ZoneBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.room_wanted, check_params_cb=lambda on: on):
        bar.room.click()


def test_in_a_narrow_window_every_control_is_still_there(bar: ZoneBar) -> None:
    controls = (bar.tools, bar.size_slider, bar.undo, bar.redo, bar.clear, bar.room, bar.done)
    for width in (ROOMY - 200, ROOMY + 100, ROOMY - 200):
        bar.resize(width, bar.height())
        assert bar.hint.isHidden() == (width < ROOMY)
        layout = bar.layout()
        assert layout is not None
        layout.activate()
        for control in controls:
            assert control.isVisible()
            assert bar.rect().contains(control.geometry())
