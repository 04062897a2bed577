"""A named slider with a word at each end."""
from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QProxyStyle,
    QSlider,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from app.ui.style import theme
from app.ui.widgets.text import caption


class _JumpStyle(QProxyStyle):
    """A click on the groove jumps there instead of one page."""

    def __init__(self, slider: QSlider) -> None:
        super().__init__()
        self.setParent(slider)

    def styleHint(self, hint: QStyle.StyleHint, option: QStyleOption | None = None, widget: QWidget | None = None,
                  answer: QStyleHintReturn | None = None) -> int:
        if hint == QStyle.StyleHint.SH_Slider_AbsoluteSetButtons:
            return Qt.MouseButton.LeftButton.value
        return super().styleHint(hint, option, widget, answer)


class SliderRow(QWidget):
    """A double click resets it.

    Signals:
        moved(int): the user chose another value.
    """

    moved = Signal(int)

    def __init__(self, name: str, ends: tuple[str, str], parent: QWidget | None = None, *,
                 tip: str = "", default: int | None = None, limits: tuple[int, int] = (0, 100),
                 unit: str = "") -> None:
        """tip: what it does, in a sentence; default: for a double click; limits: its first and last value."""
        super().__init__(parent)
        self._default, self._unit = default, unit
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setStyle(_JumpStyle(self.slider))
        self.slider.setRange(*limits)
        self.slider.setPageStep((limits[1] - limits[0]) // 10)
        self.slider.setAccessibleName(f"{name}, {ends[0]} to {ends[1]}")
        self.slider.setAccessibleDescription(tip)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.installEventFilter(self)
        self.slider.valueChanged.connect(self.moved)
        back = "" if default is None else " Double-click to reset it."
        self.setToolTip(f"{tip}{back}".strip())
        label = QLabel(name)
        label.setBuddy(self.slider)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        self.value = caption("")
        self.value.setFont(theme.font(12, tabular=True))
        self.slider.valueChanged.connect(self._show_value)
        grid.addWidget(label, 0, 0)
        grid.addWidget(caption(f"{ends[0]} – {ends[1]}"), 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.value, 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.slider, 1, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(2, 26)
        self._show_value(self.slider.value())

    def set_value(self, value: int) -> None:
        """Shows value without a signal."""
        self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(False)
        self._show_value(value)

    def _show_value(self, value: int) -> None:
        sign = "+" if self._unit and value > 0 else ""
        self.value.setText(f"{sign}{value} {self._unit}".strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not self.slider.hasFocus():
            event.ignore()  # scrolling the panels must not move a slider under the mouse
            return True
        if event.type() == QEvent.Type.MouseButtonDblClick and self._default is not None:
            self.slider.setValue(self._default)
            return True
        return super().eventFilter(watched, event)
