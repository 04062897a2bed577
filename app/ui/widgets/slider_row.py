"""A named slider from 0 to 100 with a word at either end."""
from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from app.ui.widgets.text import caption


class SliderRow(QWidget):
    """Signals:
    moved(int): the user chose another value.
    """

    moved = Signal(int)

    def __init__(self, name: str, ends: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName(f"{name}, {ends[0]} to {ends[1]}")
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.installEventFilter(self)
        self.slider.valueChanged.connect(self.moved)
        label = QLabel(name)
        label.setBuddy(self.slider)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.addWidget(label, 0, 0)
        grid.addWidget(caption(f"{ends[0]} – {ends[1]}"), 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.slider, 1, 0, 1, 2)

    def set_value(self, value: int) -> None:
        """Shows value without telling it as the user's."""
        self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not self.slider.hasFocus():
            event.ignore()  # scrolling the panels must not move a slider that passes by
            return True
        return super().eventFilter(watched, event)
