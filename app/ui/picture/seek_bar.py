"""Play, pause and seek for a video that stands in for a camera: a slim bar below the picture."""
from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QStyle, QWidget

from app.ui.state.view_state import ViewState
from app.ui.state.words import clock
from app.ui.style import theme
from app.ui.widgets.icon_button import IconButton

HEIGHT = 36
STEP_MS = 5_000


class TimeLine(QSlider):
    """A click moves to that position."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setAccessibleName("Position in the video")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSingleStep(STEP_MS)
        self.setPageStep(3 * STEP_MS)

    def show_time(self, seconds: float) -> None:
        """Moves there without a signal, unless the user is dragging."""
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setValue(round(1000 * seconds))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            place = round(event.position().x())
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, self.width()))
        super().mousePressEvent(event)


class SeekBar(QFrame):
    """Signals:
    sought(float): the user wants to continue there, seconds from the start.
    """

    sought = Signal(float)

    def __init__(self, play: QAction, parent: QWidget | None = None) -> None:
        """play: pauses while checked."""
        super().__init__(parent)
        self.setObjectName("seek")
        self._seconds = 0.0
        self._keys = play.shortcut().toString()
        self.play = IconButton.of_action(play, "pause", side=32)
        self.line = TimeLine()
        self.time = QLabel()
        self.time.setFont(theme.font(12, tabular=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 8, 0)
        row.setSpacing(8)
        for part in (self.play, self.line, self.time):
            row.addWidget(part, 1 if part is self.line else 0)
        self.line.valueChanged.connect(self._seek)
        self.hide()

    @property
    def wanted(self) -> bool:
        """Whether there is a video to seek in."""
        return self._seconds > 0

    def show_state(self, state: ViewState) -> None:
        self._seconds = state.seconds if state.phase == "live" else 0.0
        self.line.setMaximum(max(1, round(1000 * self._seconds)))
        self.play.set_icon("play" if state.paused else "pause")
        name = "Play video" if state.paused else "Pause video"
        self.play.setAccessibleName(name)
        self.play.setToolTip(f"{name}  ({self._keys})")
        self.setVisible(self.wanted)

    def show_position(self, seconds: float) -> None:
        """Shows the position; while the user drags, the position it will have."""
        self.line.show_time(seconds)
        self._tell()

    def set_floating(self, floating: bool) -> None:
        self.setProperty("floating", floating)
        self.style().unpolish(self)
        self.style().polish(self)

    @Slot(int)
    def _seek(self, value: int) -> None:
        self._tell()
        self.sought.emit(value / 1000)

    def _tell(self) -> None:
        self.time.setText(f"{clock(self.line.value() / 1000)} / {clock(self._seconds)}")
