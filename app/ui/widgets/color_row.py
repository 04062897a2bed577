"""A row of colours to choose from, and one of one's own."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegularExpressionValidator
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui import theme

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


class ColorRow(QWidget):
    """Signals:
    chosen(str): the user chose '#rrggbb'.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.field = QLineEdit()
        self.field.setAccessibleName("Colour as #rrggbb")
        self.field.setPlaceholderText("#rrggbb")
        pattern = QRegularExpression("#?[0-9a-fA-F]{6}")
        self.field.setValidator(QRegularExpressionValidator(pattern, self.field))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._swatches())
        column.addWidget(self.field)
        self._group.buttonClicked.connect(lambda swatch: self.chosen.emit(swatch.color))
        self.field.editingFinished.connect(self._typed)

    def set_value(self, color: str) -> None:
        """Shows a colour without telling it as the user's."""
        self.field.setText(color)
        self._group.setExclusive(False)
        for swatch in self._group.buttons():
            swatch.setChecked(swatch.accessibleName() == SWATCHES.get(color.lower()))
        self._group.setExclusive(True)

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
        self.chosen.emit("#" + self.field.text().lower().removeprefix("#"))
