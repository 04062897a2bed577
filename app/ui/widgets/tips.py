"""Tool tips beside their widget: Qt puts them at the mouse, over the button about to be pressed."""
from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QToolTip, QWidget

GAP = 6  # px


def tip_place(button: QRect, tip: QSize, screen: QRect) -> QPoint:
    """The place of a tip that leaves the button free: below it, or above it at the screen's end.

    Args:
        button, screen: px of the desktop.
        tip: the size of the tip, px.
    """
    below = button.bottom() + 1 + GAP
    fits = below + tip.height() <= screen.bottom() + 1
    x = button.center().x() - tip.width() // 2
    x = max(screen.left(), min(x, screen.right() + 1 - tip.width()))
    return QPoint(x, below if fits else button.top() - GAP - tip.height())


class Tips(QObject):
    """Places the tips of all buttons and lists that a window or part of one has when the mouse first enters it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def _watch_buttons(self) -> None:
        self._window.removeEventFilter(self)
        for child in self._window.findChildren(QWidget):
            if isinstance(child, QAbstractButton | QComboBox):
                child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Enter:
            self._watch_buttons()
            return False
        if event.type() != QEvent.Type.ToolTip or not isinstance(watched, QWidget) or not watched.toolTip():
            return super().eventFilter(watched, event)
        button = QRect(watched.mapToGlobal(QPoint()), watched.size())
        QToolTip.showText(button.bottomLeft(), watched.toolTip(), watched)
        for tip in QApplication.topLevelWidgets():
            if tip.inherits("QTipLabel") and tip.isVisible():
                tip.move(tip_place(button, tip.size(), watched.screen().availableGeometry()))
        return True
