from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot

from app.ui.desktop.file_opener import FileOpener


def test_a_file_that_the_system_hands_over_is_opened(qtbot: QtBot, qapp: QCoreApplication, tmp_path: Path) -> None:
    opened: list[Path] = []
    opener = FileOpener(qapp, opened.append)  # type: ignore[arg-type]
    try:
        QCoreApplication.sendEvent(qapp, QFileOpenEvent(str(tmp_path / "talk.mp4")))
        QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.org/a.mp4")))  # not a file
        QCoreApplication.sendEvent(qapp, QEvent(QEvent.Type.User))
        assert opened == [tmp_path / "talk.mp4"]
    finally:
        qapp.removeEventFilter(opener)
        opener.deleteLater()
