"""A line that says what was removed, with a button to restore it."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.widgets.text import button, caption

SHOWN_MS = 15_000


class UndoRow(QWidget):
    """Attributes:
    undo: the button.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = caption("")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.undo = button("Undo")
        self.undo.clicked.connect(self._go_back)
        self._back: Callable[[], None] = lambda: None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._text, 1)
        row.addWidget(self.undo)
        self.hide()

    def offer(self, text: str, back: Callable[[], None]) -> None:
        """Shows the text for a while; the button calls the callback once."""
        self._text.setText(text)
        self._back = back
        self.undo.setAccessibleName(f"Undo: {text}")
        self.show()
        self._timer.start()

    def _go_back(self) -> None:
        self.hide()
        self._back()
