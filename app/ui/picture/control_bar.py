"""The slim bar below the picture."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.pipeline.sound.level import Level
from app.pipeline.stats import Stats
from app.ui.actions import Actions
from app.ui.picture.sound_meter import SoundMeter
from app.ui.state.view_state import ViewState
from app.ui.state.words import clock, megabytes, record_words
from app.ui.style import theme
from app.ui.style.theme import BAR_HEIGHT
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.level_bar import LevelBar
from app.ui.widgets.text import caption

ROOMY = 520  # px; from this width on, the figures fit beside the buttons
IDLE_PX = 416  # px for all buttons while nothing is recorded
FACTS_PX = 90  # px for time and size beside the meter
BUTTON_PX = 44  # px for one button and its spacing


class RecordButton(QAbstractButton):
    """A red disc in a ring; a red square during a recording or a countdown."""

    SIDE = 56

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(self.SIDE, self.SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self.recording = False
        self._name = record_words(ViewState())
        self._follow()

    def show_state(self, state: ViewState) -> None:
        self._name = record_words(state)
        self.recording = state.recording or state.countdown > 0
        self._follow()
        self.update()

    def _follow(self) -> None:
        name = self._name
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  ({self._action.shortcut().toString()})")
        self.setEnabled(self._action.isEnabled())

    def sizeHint(self) -> QSize:
        return QSize(self.SIDE, self.SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = palette.accent_text if self.hasFocus() else palette.line_strong
        painter.setPen(QPen(QColor(ring), 3 if self.hasFocus() else 2))
        painter.drawEllipse(QRectF(self.rect()).adjusted(3, 3, -3, -3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._fill(palette)))
        inset = 19.0 if self.recording else 9.0 if not self.isDown() else 11.0
        radius = 4.0 if self.recording else 28.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    def _fill(self, palette: theme.Palette) -> str:
        if not self.isEnabled():
            return palette.faint
        return palette.danger_hover if self.underMouse() else palette.danger


class ControlBar(QFrame):
    """Attributes:
    record: the big button.
    sound: the microphone.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setFixedHeight(BAR_HEIGHT)
        self.record = RecordButton(actions.record)
        self._recording = False
        self._time = QLabel()
        self._time.setFont(theme.font(15, theme.SEMIBOLD, tabular=True))
        self._size = caption("")
        self._pause = IconButton.of_action(actions.pause_recording, "pause")
        self._balance = QWidget()  # as wide as the pause button, to keep the record button centred
        self._balance.setFixedWidth(self._pause.sizeHint().width())
        self._full = IconButton.of_action(actions.full_screen, "fullscreen")
        self._panels = IconButton.of_action(actions.panels, "settings")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(0)
        self._fact_box = self._facts()
        self.sound = SoundMeter(actions.mute)
        self.sound.wanted.connect(self._show_buttons)
        self._slim = LevelBar(0, self)  # along the upper edge, for when the meter does not fit
        self._left = self._beside_record()
        row.addWidget(self._left, 1)
        row.addWidget(IconButton.of_action(actions.snapshot, "snapshot"))
        row.addSpacing(16)
        row.addWidget(self._balance)
        row.addWidget(self.record)
        row.addWidget(self._pause)
        row.addSpacing(16)
        row.addWidget(IconButton.of_action(actions.virtual_camera, "broadcast"))
        row.addWidget(self._view(actions), 1)

    def _beside_record(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._fact_box)
        row.addStretch(1)
        row.addWidget(self.sound)
        return box

    def _facts(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._time)
        column.addWidget(self._size)
        column.addStretch(1)
        return box

    def _view(self, actions: Actions) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStretch(1)
        row.addWidget(IconButton.of_action(actions.mirror, "mirror"))
        self._split = IconButton.of_action(actions.split, "split")
        self._xray = IconButton.of_action(actions.xray, "xray")
        row.addWidget(self._split)
        row.addWidget(self._xray)
        row.addWidget(self._full)
        row.addWidget(self._panels)
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """If there is no room for the figures, the pill on the picture shows the time."""
        super().resizeEvent(event)
        self._slim.setGeometry(12, 0, self.width() - 24, self._slim.sizeHint().height())
        self._show_buttons()

    @Slot()
    def _show_buttons(self) -> None:
        """If the bar is too narrow, hides the buttons that are also in the menu."""
        roomy = self.width() >= ROOMY
        lacking = IDLE_PX + (BUTTON_PX if self._recording else 0) - self.width()
        self._xray.setVisible(lacking <= 0)
        self._split.setVisible(lacking <= BUTTON_PX)
        wanted, meter = self.sound.is_wanted, self.sound.sizeHint().width()
        beside = wanted and self.width() >= ROOMY + meter
        self.sound.setVisible(beside)
        self._slim.setVisible(wanted and not beside)
        self._fact_box.setVisible(self.width() >= ROOMY + (meter + FACTS_PX if wanted else 0))
        self._left.setVisible(roomy)
        self._pause.setVisible(self._recording)
        self._balance.setVisible(self._recording and roomy)

    def show_state(self, state: ViewState) -> None:
        if state.recording != self._recording:
            self._recording = state.recording
            self._time.setText("0:00" if state.recording else "")
            self._size.setText("")
        self.record.show_state(state)
        self._pause.set_icon("play" if state.recording_paused else "pause")
        self._show_buttons()

    def show_level(self, level: Level | None) -> None:
        """Shows the microphone's level; None if nothing is heard."""
        self.sound.show_level(level)
        self._slim.show_level(self.sound.bar.level)

    def show_stats(self, stats: Stats) -> None:
        """Elapsed time and size of the file being written."""
        if self._recording and stats.recording is not None:
            self._time.setText(clock(stats.recorded_seconds))
            self._size.setText(megabytes(stats.recorded_bytes))

    def set_floating(self, floating: bool) -> None:
        """In full screen the bar floats over the picture."""
        self._full.set_icon("fullscreen-exit" if floating else "fullscreen")
        self._panels.setVisible(not floating)
        self.setProperty("floating", floating)
        self.style().unpolish(self)
        self.style().polish(self)
