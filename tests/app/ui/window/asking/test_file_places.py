from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from app.ui.state.jobs import Jobs
from app.ui.state.notices import Notice
from app.ui.window.asking import file_places
from app.ui.window.asking.file_places import FilePlaces

LONG_S = 60.0


def opening(opened: list[QUrl], opens: bool = True) -> Callable[[QUrl], bool]:
    """A file manager that only records the requests."""

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return opens

    return open_url


@pytest.mark.parametrize("opens", [True, False])
def test_without_a_file_manager_it_says_where_the_file_is(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opens: bool
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(QDesktopServices, "openUrl", opening(opened, opens))
    (tmp_path / "take.mp4").touch()
    told: list[Notice] = []
    places = FilePlaces(told.append, jobs)
    places.show_file(tmp_path / "take.mp4")
    places.show_folder(tmp_path)
    qtbot.waitUntil(lambda: len(opened) == 2)
    wanted = [] if opens else [f"The file is {tmp_path / 'take.mp4'}", f"The folder is {tmp_path}"]
    assert [notice.hint for notice in told] == wanted
    assert {url.toLocalFile() for url in opened} == {str(tmp_path)}


def test_a_file_that_was_deleted_meanwhile_says_so(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    told: list[Notice] = []
    places = FilePlaces(told.append, jobs)
    places.show_file(tmp_path / "take.mp4")
    qtbot.waitUntil(lambda: bool(told))
    assert "take.mp4" in told[0].title


@pytest.mark.parametrize("what", ["show_file", "show_folder"])
def test_a_folder_that_hangs_holds_up_nothing_and_is_reported(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str
) -> None:
    door, asked, opened = threading.Event(), threading.Event(), list[QUrl]()

    def hang(path: Path) -> Path:
        assert threading.current_thread() is not threading.main_thread()
        asked.set()
        door.wait(LONG_S)
        return path

    monkeypatch.setattr(file_places, "folder_of_file", hang)
    monkeypatch.setattr(file_places, "folder_to_open", hang)
    monkeypatch.setattr(file_places, "TIMEOUT_MS", 1)
    monkeypatch.setattr(QDesktopServices, "openUrl", opening(opened))
    told: list[Notice] = []
    places = FilePlaces(told.append, jobs)
    getattr(places, what)(tmp_path / "take.mp4")
    qtbot.waitUntil(lambda: bool(told))
    assert "not responding" in told[0].title
    assert asked.wait(LONG_S)
    door.set()
    delivered: list[object] = []
    jobs.submit(lambda: 1, delivered.append, lane=f"open {tmp_path if what == 'show_file' else tmp_path / 'take.mp4'}")
    qtbot.waitUntil(lambda: delivered == [1])
    assert opened == [], "it would come up while the user does something else"
