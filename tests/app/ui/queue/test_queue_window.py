from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from app.pipeline.render.queue_item import QueueItem
from app.pipeline.render.task import Task
from app.ui.queue.queue_window import QueueWindow


def item(id: str, state: str, **more: Any) -> QueueItem:
    return QueueItem(id, Task("render", {}), f"{id}.mp4", Path("out.mp4"), state=state, **more)  # type: ignore[arg-type]


@pytest.fixture
def window(qtbot: QtBot) -> QueueWindow:
    window = QueueWindow()
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize(("states", "text", "pausing", "clearing"), [
    ([], "Pause all", False, False),
    (["waiting", "paused"], "Pause all", True, False),
    (["paused", "done"], "Resume all", True, True),
    (["done", "failed"], "Pause all", False, True),
])  # fmt: skip
def test_the_buttons_for_all_offer_what_can_be_done(
    window: QueueWindow, states: list[str], text: str, pausing: bool, clearing: bool
) -> None:
    window.show_items([item(str(number), state) for number, state in enumerate(states)])
    assert window.pause_all.text() == text
    assert window.pause_all.isEnabled() == pausing
    assert window.clear.isEnabled() == clearing
    assert window.empty.isHidden() == bool(states)


def test_they_ask_for_all_items_at_once(window: QueueWindow, qtbot: QtBot) -> None:
    window.show_items([item("a", "paused"), item("b", "done")])
    for button, what in ((window.pause_all, "resume"), (window.clear, "remove")):
        with qtbot.waitSignal(window.asked) as asked:
            button.click()
        assert asked.args == [["a", "b"], what]


def test_rows_that_stay_are_the_same_widgets(window: QueueWindow) -> None:
    window.show_items([item("a", "waiting"), item("b", "waiting")])
    kept = window.rows["b"]
    window.show_items([item("b", "running", done=1, total=4), item("c", "waiting")])
    assert list(window.rows) == ["b", "c"]
    assert window.rows["b"] is kept
    assert kept.bar.value() == 250


def test_a_row_asks_for_its_own_item(window: QueueWindow, qtbot: QtBot) -> None:
    window.show_items([item("a", "waiting"), item("b", "failed", error="It is damaged", hint="Choose another.")])
    with qtbot.waitSignal(window.asked) as asked:
        window.rows["b"].retry.click()
    assert asked.args == [["b"], "retry"]


def test_the_quality_is_that_of_files_added_from_now_on(window: QueueWindow) -> None:
    assert window.quality == "best"
    for value in ("live", "best"):
        window.qualities.chosen.emit(value)
        assert window.quality == value


def dragged(*addresses: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    return data


def test_only_files_can_be_dropped(window: QueueWindow, qtbot: QtBot) -> None:
    keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for data, accepted in ((dragged("https://a.example/b.mp4"), False), (dragged("file:///tmp/a.mp4"), True)):
        event = QDragEnterEvent(QPoint(5, 5), keys[0], data, keys[1], keys[2])
        event.ignore()
        window.dragEnterEvent(event)
        assert event.isAccepted() == accepted
    both = dragged("https://a.example/b.mp4", "file:///tmp/a.mp4")
    with qtbot.waitSignal(window.took) as took:
        window.dropEvent(QDropEvent(QPointF(5, 5), keys[0], both, keys[1], keys[2]))
    assert took.args == [[Path("/tmp/a.mp4")]]
