from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.app.ui.conftest import Desk


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(desk: Desk, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, data,
                            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(desk.window, event)
    return event


def drop(desk: Desk, data: QMimeData) -> None:
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data,
                       Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(desk.window, event)


def test_files_dropped_anywhere_are_added_and_used(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "beach.png"
    path.write_bytes(b"x")
    assert enter(desk, mime(path)).isAccepted()
    assert desk.window.stage.drop_hint.isVisible()
    drop(desk, mime(path))
    assert not desk.window.stage.drop_hint.isVisible()
    assert desk.controller.settings.background.value == str(path)


def test_anything_but_a_background_is_refused(desk: Desk, tmp_path: Path) -> None:
    for nothing in (tmp_path / "gone.txt", tmp_path):
        assert not enter(desk, mime(nothing)).isAccepted()
        assert not desk.window.stage.drop_hint.isVisible()


def test_what_the_pipeline_can_read_can_be_dropped(desk: Desk, tmp_path: Path) -> None:
    assert enter(desk, mime(tmp_path / "photo.avif")).isAccepted()
