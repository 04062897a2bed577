from __future__ import annotations

from tests.app.ui.conftest import Desk


def test_a_colour_may_be_short_and_half_a_colour_is_forgotten(desk: Desk) -> None:
    panel = desk.window.panels.background
    panel.use_number(2)
    panel.colors.field.setText("#fa0")
    panel.colors.field.editingFinished.emit()
    assert desk.controller.settings.background.value == "#ffaa00"
    panel.colors.field.setFocus()
    panel.colors.field.setText("#12ab")
    panel.gallery.setFocus()
    assert panel.colors.field.text() == "#ffaa00"


def test_leaving_the_colour_by_choosing_something_else_does_not_choose_it_again(desk: Desk) -> None:
    panel = desk.window.panels.background
    panel.use_number(2)
    panel.colors.field.setFocus()
    panel.colors.field.setText("#123456")
    panel.use_number(3)
    assert desk.controller.settings.background.kind != "color"
