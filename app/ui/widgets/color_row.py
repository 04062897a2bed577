"""A row of colours to choose from, and a custom one."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QRegularExpressionValidator
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QColorDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.style import theme
from app.ui.widgets.tab_stop import move_tab_stop
from app.ui.widgets.text import button

SWATCHES = {
    "#16181d": "Ink", "#f4f1ea": "Paper", "#2f6f62": "Pine", "#27476e": "Navy",
    "#7a4e7e": "Plum", "#c8643c": "Clay", "#d9a441": "Ochre", "#00b140": "Chroma green",
}


class Swatch(QAbstractButton):
    """A round button in its colour."""

    def __init__(self, color: str, name: str) -> None:
        super().__init__()
        self.color = color
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {color}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(28, 28)

    def sizeHint(self) -> QSize:
        return QSize(28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(5, 5, 18, 18)
        painter.setPen(QPen(QColor(palette.line_strong), 1))
        painter.setBrush(QColor(self.color))
        painter.drawEllipse(disc)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent_text if self.isChecked() else palette.text), 2))
            painter.drawEllipse(disc.adjusted(-3.5, -3.5, 3.5, 3.5))


class HexField(QLineEdit):
    """Leaving it with an incomplete colour restores the old one.

    Signals:
        left(): the focus left, and the text is not a colour.
    """

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.hasAcceptableInput():
            self.left.emit()


class ColorRow(QWidget):
    """Signals:
    chosen(str): the user chose '#rrggbb'.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._value = ""
        self.field = HexField()
        self.field.setAccessibleName("Colour as #rrggbb")
        self.field.setPlaceholderText("#rrggbb")
        pattern = QRegularExpression("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
        self.field.setValidator(QRegularExpressionValidator(pattern, self.field))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._swatches())
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        self.pick = button("Pick…")
        self.pick.setToolTip("Any colour, including one from the screen")
        self.pick.clicked.connect(self._ask)
        row.addWidget(self.pick)
        column.addLayout(row)
        self._group.buttonClicked.connect(lambda swatch: self.chosen.emit(swatch.color))
        self.field.editingFinished.connect(self._typed)
        self.field.left.connect(lambda: self.field.setText(self._value))

    def _ask(self) -> None:
        """Qt's own dialog: it can pick a colour from the screen, which the system's may not."""
        options = QColorDialog.ColorDialogOption.DontUseNativeDialog
        color = QColorDialog.getColor(QColor(self._value), self, "Background colour", options)
        if color.isValid():
            self.chosen.emit(color.name())

    def set_value(self, color: str) -> None:
        """Shows a colour without a signal."""
        self._value = color.lower()
        self.field.setText(color)
        self._group.setExclusive(False)
        for swatch in self._group.buttons():
            swatch.setChecked(swatch.accessibleName() == SWATCHES.get(color.lower()))
        self._group.setExclusive(True)
        move_tab_stop(self._group)

    def _swatches(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for color, name in SWATCHES.items():
            swatch = Swatch(color, name)
            self._group.addButton(swatch)
            row.addWidget(swatch)
        row.addStretch(1)
        return row

    def _typed(self) -> None:
        """Ignores hiding the focused field, which Qt also reports as finished."""
        digits = self.field.text().lower().removeprefix("#")
        color = "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)
        if color != self._value and self.isVisible():
            self.chosen.emit(color)
