from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.paths import pictures_folder, videos_folder
from app.ui.desktop.folder_check import is_there
from app.ui.window.asking import dialogs as dialogs_module
from app.ui.window.asking.address_dialog import AddressDialog
from app.ui.window.asking.dialogs import Dialogs


@dataclass
class Remembered:
    """Acts as the window's memory."""

    folder: str = ""
    addresses: list[str] = field(default_factory=list)

    def last_folder(self) -> str:
        return self.folder

    def remember_folder(self, folder: str) -> None:
        self.folder = folder

    def last_addresses(self) -> list[str]:
        return self.addresses

    def remember_address(self, address: str) -> None:
        self.addresses.insert(0, address)


@pytest.mark.parametrize(("pressed", "answer"), [("Stop and quit", True), ("Keep recording", False), (None, False)])
def test_a_recording_continues_unless_stopping_was_chosen(qtbot: QtBot, pressed: str | None, answer: bool) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        found = [button for button in box.buttons() if button.text() == pressed]
        if found:
            found[0].click()
        else:
            box.reject()  # Esc, or the cross of the box

    QTimer.singleShot(0, press)
    assert Dialogs(parent, Remembered()).ask_quit() is answer


def test_file_dialogs_open_where_such_files_are_and_then_where_they_were(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []

    def ask(_parent: object, _title: str, folder: str, *_more: object) -> tuple[str, str]:
        opened.append(folder)
        return str(tmp_path / "talk.mp4"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)

    def ask_several(*given: object) -> tuple[list[str], str]:
        opened.append(str(given[2]))
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", ask_several)
    monkeypatch.setattr(dialogs_module, "is_there", partial(is_there, timeout_s=60.0))  # this machine may be busy
    memory = Remembered()
    dialogs = Dialogs(None, memory)  # type: ignore[arg-type]
    dialogs.ask_backgrounds()
    assert opened.pop() == str(Path.home()), "there are no such folders yet"
    for folder in (pictures_folder(), videos_folder()):
        folder.mkdir(parents=True)
    dialogs.ask_backgrounds()
    assert dialogs.ask_source_file() == str(tmp_path / "talk.mp4")
    dialogs.ask_backgrounds()
    memory.folder = str(tmp_path / "gone")
    dialogs.ask_source_file()
    assert opened == [str(pictures_folder()), str(videos_folder()), str(tmp_path), str(videos_folder())]


def test_an_address_is_remembered_when_it_is_used(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Remembered()
    answers = iter([QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted])
    monkeypatch.setattr(AddressDialog, "exec", lambda _self: next(answers))
    dialogs = Dialogs(None, memory)  # type: ignore[arg-type]
    assert dialogs.ask_url("10.0.0.2/video") == ""
    assert memory.addresses == []
    assert dialogs.ask_url("10.0.0.2/video") == "http://10.0.0.2/video"
    assert memory.addresses == ["http://10.0.0.2/video"]
