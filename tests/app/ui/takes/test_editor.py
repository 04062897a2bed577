from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.settings import BackgroundSettings, Settings
from app.ui.takes.page import TakesPage
from sinet_core.matting.zones import DROP
from tests.app.ui.conftest import Desk
from tests.app.ui.takes.pages import WAIT_MS, corner, opened


def test_a_take_plays_and_shows_what_is_changed_at_once(page: TakesPage, desk: Desk, qtbot: QtBot) -> None:
    editor = opened(page, qtbot).editor
    assert corner(editor.preview.image) == (0x20, 0x60, 0xC0)
    editor.column.background.changed.emit(BackgroundSettings("color", "#c02020"))
    qtbot.waitUntil(lambda: corner(editor.preview.image) == (0xC0, 0x20, 0x20), timeout=WAIT_MS)
    assert desk.controller.settings.background == Settings().background, "the camera's own stays"
    editor.toggle()
    qtbot.waitUntil(lambda: editor.transport.line.value() > 900, timeout=WAIT_MS)
    editor.column.restore.click()
    qtbot.waitUntil(lambda: corner(editor.preview.image) == (0x20, 0x60, 0xC0), timeout=WAIT_MS)


def test_zones_are_painted_over_a_take(page: TakesPage, qtbot: QtBot) -> None:
    editor = opened(page, qtbot).editor
    editor.column.matte.paint.click()
    assert editor.canvas.isVisible()
    assert editor.zone_bar.isVisible()
    editor.zone_bar.choose("drop")
    editor.canvas.sketch.begin()
    editor.canvas.sketch.stroke((0.5, 0.5), (0.5, 0.5), 0.2, DROP)
    editor.canvas.painted.emit()
    assert editor.changes.zones
    page.leave()
    assert not editor.canvas.isVisible()
    assert editor.isVisible()
    page.leave()
    assert page.list.isVisible()
