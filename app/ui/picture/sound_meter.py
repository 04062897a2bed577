"""The microphone's level beside the record button, and its mute button."""
from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.pipeline.sound.level import Level
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.level_bar import LevelBar

BAR_WIDTH = 72


class SoundMeter(QWidget):
    """Hidden until a microphone is chosen.

    Signals:
        wanted(): whether a microphone is chosen has changed.

    Attributes:
        is_wanted: whether a microphone is chosen.
    """

    wanted = Signal()

    def __init__(self, mute: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mute = mute
        self.is_wanted = False
        self.button = IconButton.of_action(mute, "microphone", side=32)
        self.bar = LevelBar(BAR_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.button)
        row.addWidget(self.bar)
        mute.toggled.connect(self._show_muted)
        self.hide()

    def want(self, wanted: bool) -> None:
        """Shows or hides the meter."""
        if wanted != self.is_wanted:
            self.is_wanted = wanted
            self.wanted.emit()

    def show_level(self, level: Level | None) -> None:
        self.bar.show_level(None if self._mute.isChecked() else level)

    def _show_muted(self, muted: bool) -> None:
        self.button.set_icon("microphone-off" if muted else "microphone")
        self.bar.setEnabled(not muted)
