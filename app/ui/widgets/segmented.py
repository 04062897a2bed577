"""A few choices side by side, one of them chosen."""
from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from app.ui.widgets.tab_stop import move_tab_stop
from app.ui.widgets.text import button


class Segmented(QFrame):
    """Signals:
    chosen(str): the user chose the value.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Mapping[str, str], parent: QWidget | None = None) -> None:
        """choices: value -> the text on its button."""
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._values = list(choices)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for index, text in enumerate(choices.values()):
            choice = button(text)
            choice.setCheckable(True)
            choice.setAccessibleName(f"{name}: {text}")
            self._group.addButton(choice, index)
            row.addWidget(choice, 1)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._values[index]))

    def set_value(self, value: str) -> None:
        """Shows a value without a signal."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)
            move_tab_stop(self._group)
