"""The switch that keeps the camera's picture, with an explanation."""
from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.switch import Switch
from app.ui.widgets.text import button, caption

MEANS = {
    False: "Records the finished picture. Nobody can see your room in it.",
    True: "This file shows your room, so keep it to yourself. Under Takes you can change the background, blur and edges"
          " afterwards, and make videos without the room.",
}


class KeepCamera(QWidget):
    """Attributes:
    takes: leads to the takes.

    Signals:
        chosen(bool)
    """

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Switch("Keep the camera picture")
        self.switch.clicked.connect(self.chosen)
        self.takes = button("Open Takes", "link")
        self.takes.setToolTip("Takes that can be changed  (Ctrl+T)")
        self.words = caption("")
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.switch)
        column.addWidget(self.words)
        column.addWidget(self.takes, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_on(False)

    def set_on(self, on: bool) -> None:
        """Shows the value without a signal."""
        self.switch.setChecked(on)
        self.words.setText(MEANS[on])
        self.takes.setVisible(on)
