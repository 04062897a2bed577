"""The list of keys, over the whole window; any key or click closes it."""
from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.ui.actions import key_list
from app.ui.widgets.text import caption, label


class ShortcutsOverlay(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cover = parent
        self._before: QWidget | None = None
        self.setAccessibleName("Keyboard shortcuts")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._outer = QVBoxLayout(self)
        self.hide()

    def open(self) -> None:
        """Covers the parent and takes the keyboard focus until it is closed."""
        if not self._outer.count():
            self._outer.addWidget(_sheet(), 0, Qt.AlignmentFlag.AlignCenter)
        self.setGeometry(self._cover.rect())
        self.show()
        self.raise_()
        self._before = self.window().focusWidget()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Takes every key while it is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Returns the keyboard focus."""
        super().hideEvent(event)
        if self._before is not None:
            self._before.setFocus()
            self._before = None

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(8, 9, 11, 150))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()


def _sheet() -> QFrame:
    sheet = QFrame()
    sheet.setObjectName("sheet")
    column = QVBoxLayout(sheet)
    column.setContentsMargins(32, 24, 32, 24)
    column.setSpacing(16)
    column.addWidget(label("Keyboard shortcuts", "headline"))
    column.addLayout(_keys())
    column.addWidget(caption("Press any key to close"))
    return sheet


def _keys() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    entries = list(key_list())
    half = -(-len(entries) // 2)
    for position, (text, keys) in enumerate(entries):
        row, column = position % half, position // half * 3
        cap = QLabel(keys)
        cap.setObjectName("keycap")
        grid.addWidget(QLabel(text), row, column)
        grid.addWidget(cap, row, column + 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnMinimumWidth(2, 24)
    return grid
