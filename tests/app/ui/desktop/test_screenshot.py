from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.pipeline.stats import Stats
from app.ui.desktop import screenshot as photograph
from app.ui.desktop.screenshot import Photograph


def test_waits_for_a_composite_then_writes_and_closes(qtbot: QtBot, tmp_path: Path) -> None:
    window = QLabel("composite")
    qtbot.addWidget(window)
    window.show()
    stats = [Stats()]
    shot = Photograph(window, lambda: stats[0], tmp_path / "window.png")
    qtbot.wait(3 * photograph.LOOK_MS)
    assert not (tmp_path / "window.png").exists(), "nothing to see yet"
    stats[0] = Stats(fps=20.0, engine="SINet")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert shot.taken
    assert QImage(str(tmp_path / "window.png")).size() == window.size()


def test_gives_up_without_a_picture(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photograph, "TIMEOUT_S", 2 * photograph.LOOK_MS / 1000)
    window = QLabel("nothing")
    qtbot.addWidget(window)
    window.show()
    shot = Photograph(window, Stats, tmp_path / "window.png")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert not shot.taken
    assert not list(tmp_path.iterdir())
