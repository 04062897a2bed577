from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.ui.style import theme
from tests.app.ui.conftest import Desk


def test_the_theme_follows_the_system_until_one_is_chosen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Qt.ColorScheme] = []

    def palette_for(choice: str, system: Qt.ColorScheme) -> theme.Palette:
        seen.append(system)
        return theme.DARK

    monkeypatch.setattr(theme, "palette_for", palette_for)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert seen
    assert theme.current() is theme.DARK


def test_diagnostics_go_to_the_clipboard(desk: Desk) -> None:
    desk.window.actions_.diagnostics.trigger()
    assert "PySide6" in QGuiApplication.clipboard().text()
