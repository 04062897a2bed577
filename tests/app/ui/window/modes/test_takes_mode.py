from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from app.settings import CameraSettings, Settings
from app.ui.actions import Actions
from app.ui.window.modes.takes_mode import TakesMode


class Page(QWidget):
    """Stands for the page; notes what it is told."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.settings: Settings | None = None

    def show_settings(self, settings: Settings) -> None:
        self.settings = settings

    def look(self) -> None:
        self.told.append("look")

    def start_exports(self) -> None:
        self.told.append("exports")

    def hide_take(self) -> None:
        self.told.append("hide")

    def leave(self) -> bool:
        self.told.append("leave")
        return True

    def close_all(self) -> None:
        self.told.append("close")


class Stand:
    def __init__(self, qtbot: QtBot) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.actions = Actions(self.window)
        self.mode = TakesMode(self.actions, QWidget(), self.window)
        self.made: list[Page] = []
        self.mode.make = self._make

    def _make(self) -> Any:
        self.made.append(Page())
        return self.made[-1]


@pytest.fixture
def stand(qtbot: QtBot) -> Stand:
    return Stand(qtbot)


def test_the_page_is_made_once_and_gets_the_latest_settings(stand: Stand) -> None:
    settings = Settings(camera=CameraSettings("demo"))
    stand.mode.show_settings(settings)
    stand.mode.close()
    assert not stand.made, "nobody has opened it"
    for _ in range(2):
        stand.mode.show(True)
    (page,) = stand.made
    assert page.settings == settings
    stand.mode.show_settings(Settings())
    assert page.settings == Settings()
    assert page.told == ["look", "exports"] * 2


def test_leaving_shows_the_camera_and_gives_its_commands_back(stand: Stand, qtbot: QtBot) -> None:
    numbers = stand.actions.numbers[0]
    assert not stand.mode.leave()
    stand.mode.show(True)
    assert stand.mode.shown
    assert stand.actions.takes.isChecked()
    assert not numbers.isEnabled()
    assert stand.mode.leave()
    with qtbot.waitSignal(stand.mode.changed):
        stand.made[0].left.emit()
    assert not stand.mode.shown
    assert not stand.actions.takes.isChecked()
    assert numbers.isEnabled()
    assert stand.made[0].told[-2:] == ["leave", "hide"]
    assert not stand.mode.leave(), "only the page that is shown is left"


def test_the_page_is_closed_with_the_window(stand: Stand) -> None:
    stand.mode.show(True)
    stand.mode.close()
    assert stand.made[0].told[-1] == "close"
