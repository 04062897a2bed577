from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.ui.state.takes import Take
from tests.app.ui.conftest import Desk
from tests.app.ui.fakes import write_take


def test_takes_of_the_folder_are_listed(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    write_take(tmp_path, "Backdrop 2026-11-23 14.05.09.mp4", 5)
    desk.dialogs.record_folder = tmp_path
    panel = desk.window.panels.record
    panel.change.click()

    def names() -> list[str]:
        return [found.accessibleName() for found in panel.findChildren(QPushButton)]

    qtbot.waitUntil(lambda: "Show Backdrop 2026-11-23 14.05.09.mp4 in its folder" in names())


def test_quality(desk: Desk) -> None:
    panel = desk.window.panels.record
    next(found for found in panel.quality.findChildren(QPushButton) if found.text() == "Best").click()
    assert desk.session.applied[-1].record.quality == "best"


def test_folder_and_quality_rest_while_a_file_is_written(desk: Desk) -> None:
    panel = desk.window.panels.record
    desk.window.actions_.record.trigger()
    assert not panel.change.isEnabled()
    desk.window.actions_.record.trigger()
    assert panel.change.isEnabled()


def test_tab_goes_through_the_takes_before_the_next_panel(desk: Desk, tmp_path: Path) -> None:
    panel = desk.window.panels.record
    panel.show_takes([Take(tmp_path / f"Backdrop {number}.mp4", 1, number) for number in (1, 2)])
    order, widget = [], panel.change.nextInFocusChain()
    while widget is not None and widget is not panel.change:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget.accessibleName())
        widget = widget.nextInFocusChain()
    assert order[:2] == ["Show Backdrop 1.mp4 in its folder", "Show Backdrop 2.mp4 in its folder"]
    assert order[2].startswith("Speed")
