from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.review.window import ReviewWindow, main
from app.ui.style import theme
from sinet_core.datagen.label_set import read_labels
from sinet_core.datagen.review import FILE, Review, read_decisions
from tests.sinet_core.datagen.labels import write_labels

Open = Callable[[], ReviewWindow]


class Clock:
    """Seconds that the test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_labels(tmp_path, {"a": 0.1, "b": 0.2, "c": 0.3})


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, folder: Path, clock: Clock) -> Iterator[Open]:
    theme.apply(qapp, theme.LIGHT)
    opened: list[ReviewWindow] = []

    def make() -> ReviewWindow:
        window = ReviewWindow(Review(read_labels(folder), folder / FILE), "labels", clock)
        qtbot.addWidget(window)
        opened.append(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in opened:
        window.close()


def wait_for(qtbot: QtBot, window: ReviewWindow, name: str) -> None:
    qtbot.waitUntil(lambda: window.canvas.shows(name), timeout=20_000)


def test_keys_accept_reject_and_take_back(qtbot: QtBot, open_window: Open, folder: Path) -> None:
    window = open_window()
    wait_for(qtbot, window, "a")
    qtbot.keyClick(window, Qt.Key.Key_Space)
    wait_for(qtbot, window, "b")
    qtbot.keyClick(window, Qt.Key.Key_X)
    assert read_decisions(folder / FILE) == {"a": "accepted", "b": "rejected"}
    assert window.footer.last.text() == "b rejected"
    qtbot.keyClick(window, Qt.Key.Key_Z)
    wait_for(qtbot, window, "b")
    assert read_decisions(folder / FILE) == {"a": "accepted"}
    assert window.header.progress.text() == "1 of 3"
    assert window.header.figures.text() == "1 accepted · 0 rejected"


@pytest.mark.parametrize(
    ("key", "word"),
    [(Qt.Key.Key_Right, "accepted"), (Qt.Key.Key_A, "accepted"), (Qt.Key.Key_Left, "rejected"),
     (Qt.Key.Key_R, "rejected")],
)
def test_other_keys_for_the_same(qtbot: QtBot, open_window: Open, folder: Path, key: Qt.Key, word: str) -> None:
    window = open_window()
    wait_for(qtbot, window, "a")
    qtbot.keyClick(window, key)
    assert read_decisions(folder / FILE) == {"a": word}
    qtbot.keyClick(window, Qt.Key.Key_Backspace)
    assert read_decisions(folder / FILE) == {}


def test_buttons_do_the_same(qtbot: QtBot, open_window: Open, folder: Path) -> None:
    window = open_window()
    wait_for(qtbot, window, "a")
    qtbot.mouseClick(window.footer.reject, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, "b")
    qtbot.mouseClick(window.footer.accept, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.footer.undo, Qt.MouseButton.LeftButton)
    assert read_decisions(folder / FILE) == {"a": "rejected"}


def test_a_picture_that_is_not_seen_cannot_be_decided(open_window: Open, folder: Path) -> None:
    window = open_window()
    window.canvas.show_waiting()
    window.footer.accept.click()
    assert read_decisions(folder / FILE) == {}


def test_a_key_that_is_held_decides_once(qtbot: QtBot, open_window: Open, folder: Path) -> None:
    window = open_window()
    wait_for(qtbot, window, "a")
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", True)
    QApplication.sendEvent(window, held)
    assert read_decisions(folder / FILE) == {}


def test_tab_and_o_show_the_picture_alone(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    wait_for(qtbot, window, "a")
    with_mask = window.canvas.image
    qtbot.keyPress(window, Qt.Key.Key_O)
    alone = window.canvas.image
    assert with_mask is not None
    assert alone is not None
    assert with_mask.pixel(200, 400) != alone.pixel(200, 400)
    qtbot.keyRelease(window, Qt.Key.Key_O)
    assert window.canvas.image == with_mask
    qtbot.keyClick(window, Qt.Key.Key_Tab)
    assert window.canvas.image == alone
    qtbot.keyClick(window, Qt.Key.Key_Tab)
    assert window.canvas.image == with_mask


def test_continues_after_closing_and_says_the_end(qtbot: QtBot, open_window: Open) -> None:
    first = open_window()
    wait_for(qtbot, first, "a")
    qtbot.keyClick(first, Qt.Key.Key_Space)
    first.close()
    window = open_window()
    wait_for(qtbot, window, "b")
    qtbot.keyClick(window, Qt.Key.Key_Space)
    wait_for(qtbot, window, "c")
    qtbot.keyClick(window, Qt.Key.Key_X)
    assert window.canvas.text.startswith("All 3 pictures are reviewed")
    assert not window.footer.accept.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.review.total == 3
    qtbot.keyClick(window, Qt.Key.Key_Z)
    wait_for(qtbot, window, "c")


def test_the_pace_is_shown(qtbot: QtBot, open_window: Open, clock: Clock) -> None:
    window = open_window()
    wait_for(qtbot, window, "a")
    assert window.header.pace.text().startswith("– s")
    clock.now = 1.5
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.header.pace.text() == "1.50 s per picture (paper: 1.25 s) · 3 s left"


def test_a_broken_picture_can_be_rejected(qtbot: QtBot, open_window: Open, folder: Path) -> None:
    (folder.parent / "pictures/a.png").write_bytes(b"broken")
    window = open_window()
    wait_for(qtbot, window, "a")
    assert window.canvas.text.startswith("Cannot read 'a.png'")
    qtbot.keyClick(window, Qt.Key.Key_X)
    wait_for(qtbot, window, "b")


def test_a_decision_that_cannot_be_written_is_said(qtbot: QtBot, open_window: Open, folder: Path) -> None:
    (folder / FILE).mkdir()
    window = ReviewWindow(Review(read_labels(folder), folder / FILE), "labels")
    qtbot.addWidget(window)
    wait_for(qtbot, window, "a")
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert "Cannot write" in window.footer.last.text()
    assert window.canvas.shows("a")
    window.close()


def test_a_folder_without_labels_is_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert error.count("\n") == 1
