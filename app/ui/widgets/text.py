"""Labels and push buttons in the style sheet's roles."""
from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget


def label(text: str, role: Literal["title", "caption", "headline", "body"]) -> QLabel:
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)  # a file may be called <b>
    result.setProperty("role", role)
    return result


def caption(text: str) -> QLabel:
    return label(text, "caption")


def button(text: str, role: Literal["", "primary", "link"] = "") -> QPushButton:
    """A push button that takes the focus from the keyboard only, so clicks leave no ring."""
    result = QPushButton(text)
    result.setProperty("role", role)
    result.setAutoDefault(False)
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return result


def hairline() -> QFrame:
    line = QFrame()
    line.setObjectName("hairline")
    return line


class ElidedLabel(QLabel):
    """A one-line label that elides its text in the middle instead of widening the window."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
