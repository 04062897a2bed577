"""The bar below a take's picture: play, position and trimming."""
from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.picture.seek_bar import TimeLine
from app.ui.state.words import clock
from app.ui.style import theme
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.text import button, caption

SHORTEST_S = 0.2


class Transport(QWidget):
    """Attributes:
    part: (start, end) of the kept part, s; end is None for the take's end.

    Signals:
        toggled(): play or pause.
        sought(float): continue there, s.
        trimmed(): part changed.
    """

    toggled = Signal()
    sought = Signal(float)
    trimmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part: tuple[float, float | None] = (0.0, None)
        self._seconds = 0.0
        self.play = IconButton("play", "Play  (Space)", side=36)
        self.line = TimeLine()
        self.line.setAccessibleName("Position in the take")
        self.time = QLabel()
        self.time.setFont(theme.font(12, tabular=True))
        self.start = button("Start here")
        self.end = button("End here")
        self.whole = button("Whole take", "link")
        self.silent = caption("This computer cannot play the sound. The export has it.")
        self.words = caption("")
        self._lay_out()
        self.play.clicked.connect(self.toggled)
        self.line.valueChanged.connect(self._seek)
        self.start.clicked.connect(lambda: self._trim(start=self.line.value() / 1000))
        self.end.clicked.connect(lambda: self._trim(end=self.line.value() / 1000))
        self.whole.clicked.connect(lambda: self._trim(start=0.0, end=self._seconds))

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.play)
        above.addWidget(self.line, 1)
        above.addWidget(self.time)
        for each in (self.start, self.end, self.whole, self.words):
            below.addWidget(each)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(above)
        column.addLayout(below)
        column.addWidget(self.silent)
        self.silent.hide()

    def open(self, seconds: float) -> None:
        """Shows a take of that length, at its start."""
        self._seconds, self.part = seconds, (0.0, None)
        self.line.blockSignals(True)
        self.line.setRange(0, max(1, round(1000 * seconds)))
        self.line.setValue(0)
        self.line.blockSignals(False)
        self.show_silent(False)
        self.show_playing(False)
        self._tell()

    def show_playing(self, playing: bool) -> None:
        self.play.set_icon("pause" if playing else "play")
        self.play.setAccessibleName("Pause" if playing else "Play")
        self.play.setToolTip("Pause  (Space)" if playing else "Play  (Space)")

    def show_silent(self, silent: bool) -> None:
        self.silent.setVisible(silent)

    def show_position(self, seconds: float) -> None:
        """Shows the position; while the user drags, the position it will have."""
        self.line.show_time(seconds)
        self._tell()

    @Slot(int)
    def _seek(self, value: int) -> None:
        self._tell()
        self.sought.emit(value / 1000)

    def _trim(self, start: float | None = None, end: float | None = None) -> None:
        """Trims; if nothing would be left, resets the other end."""
        first = self.part[0] if start is None else start
        last = (self.part[1] or self._seconds) if end is None else end
        if last - first < SHORTEST_S:
            first, last = (first, self._seconds) if end is None else (0.0, last)
        if last - first < SHORTEST_S:
            first, last = 0.0, self._seconds
        self.part = first, None if last >= self._seconds else last
        self._tell()
        self.trimmed.emit()

    def _tell(self) -> None:
        start, end = self.part
        self.time.setText(f"{clock(self.line.value() / 1000)} / {clock(self._seconds)}")
        whole = start == 0 and end is None
        self.whole.setVisible(not whole)
        self.words.setText("" if whole else f"{clock(start)} to {clock(end or self._seconds)} is exported")
