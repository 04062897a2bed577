"""Chooses the tab stop in a group of exclusive buttons."""
from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup


def move_tab_stop(group: QButtonGroup) -> None:
    """Moves it to the chosen button, or else the first. Qt does so only once one of them had the focus."""
    buttons = group.buttons()
    stop = group.checkedButton() or buttons[0]
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is stop else Qt.FocusPolicy.NoFocus)
