from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.ui.conftest import Desk


def test_a_title_folds_its_panel_and_that_is_kept(desk: Desk) -> None:
    panel = desk.window.panels.camera
    QTest.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
    assert not panel.source.isVisible()
    assert panel.fold.accessibleName() == "Camera, folded"
    assert list(desk.controller.settings.window.folded) == ["Camera", "Speed"]
    QTest.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
    assert panel.source.isVisible()
    assert list(desk.controller.settings.window.folded) == ["Speed"]
