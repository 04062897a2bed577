"""Where Tab lands in a group of buttons of which one is chosen."""
from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup


def move_tab_stop(group: QButtonGroup) -> None:
    """On the chosen button, else on the first one. Qt itself does it only once one of them had the focus."""
    buttons = group.buttons()
    stop = group.checkedButton() or buttons[0]
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is stop else Qt.FocusPolicy.NoFocus)
