"""Asks before the first recording whether to record sound, and from which microphone."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.pipeline.sound.device import MicrophoneInfo
from app.pipeline.sound.level import Level
from app.ui.widgets.combo import Combo
from app.ui.widgets.level_bar import LevelBar
from app.ui.widgets.text import button, caption, label

WIDTH = 340
SPEAK = "Speak: the bar moves when you are heard."
NOTHING = "Nothing is heard from this microphone yet."
KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SoundCard(QFrame):
    """Stays over the picture until it is answered.

    Signals:
        tried(MicrophoneInfo): the user tries another microphone.
        answered(MicrophoneInfo): record with this one; None: record without sound.
        called_off(): do not record.
    """

    tried = Signal(object)
    answered = Signal(object)
    called_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAccessibleName("With sound?")
        self.setFixedWidth(WIDTH)
        self._before: QWidget | None = None
        self.microphones = Combo("Microphone")
        self.microphones.activated.connect(lambda: self.tried.emit(self.microphones.currentData()))
        self.level = LevelBar(WIDTH - 40)
        self._said = caption(NOTHING)
        self.without = button("Without sound")
        self.without.clicked.connect(lambda: self._answer(None))
        self.with_sound = button("With sound", "primary")
        self.with_sound.clicked.connect(self.accept)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label("With sound?", "headline"))
        column.addWidget(self.microphones)
        column.addWidget(self.level)
        column.addWidget(self._said)
        column.addWidget(caption("You can change this later under Sound."))
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(self.without)
        row.addStretch(1)
        row.addWidget(self.with_sound)
        column.addLayout(row)

    def open(self, microphones: Sequence[MicrophoneInfo]) -> None:
        """Asks, and listens to the first one."""
        self.show_microphones(microphones)
        self.show_level(None)
        self.show()
        self.raise_()
        self.adjustSize()
        self._before = self.window().focusWidget()
        self.with_sound.setFocus()
        self.tried.emit(self.microphones.currentData())

    def show_microphones(self, microphones: Sequence[MicrophoneInfo]) -> None:
        """Lists the microphones plugged in now; the chosen one stays while it is there, else another one is tried."""
        chosen = self.microphones.currentData()
        self.microphones.clear()
        for microphone in microphones:
            self.microphones.addItem(microphone.label, microphone)
        place = next((n for n, known in enumerate(microphones) if chosen and known.name == chosen.name), 0)
        self.microphones.setCurrentIndex(place)
        self.with_sound.setEnabled(bool(microphones))
        shown = self.microphones.currentData()
        if self.isVisible() and shown and (chosen is None or shown.name != chosen.name):
            self.tried.emit(shown)

    def show_level(self, level: Level | None) -> None:
        self.level.show_level(level)
        self._said.setText(NOTHING if level is None else SPEAK)

    def accept(self) -> None:
        """Accepts the choice."""
        self._answer(self.microphones.currentData())

    def call_off(self) -> None:
        self._close()
        self.called_off.emit()

    def _answer(self, microphone: MicrophoneInfo | None) -> None:
        self._close()
        self.answered.emit(microphone)

    def _close(self) -> None:
        """Returns the keyboard focus."""
        before, self._before = self._before, None
        if before is not None:
            before.setFocus()
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Esc and Enter go to the card, not to the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.call_off()
        elif event.key() in KEYS:
            (self._answer(None) if self.without.hasFocus() else self.accept())
        else:
            super().keyPressEvent(event)
