"""Recording options that rarely change: the countdown, and what lies behind "More options"."""
from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.settings import Settings
from app.ui.widgets.segmented import Segmented
from app.ui.widgets.text import button, caption
from app.ui.widgets.tips import Tips

if TYPE_CHECKING:
    from app.ui.panels.file_options import FileOptions

COUNTDOWNS = {0: "Off", 3: "3 s", 5: "5 s", 10: "10 s"}


class RecordOptions(QWidget):
    """Signals:
    changed(RecordSettings)
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = Settings()
        self._running = False
        self._files: FileOptions | None = None
        self.countdown = Segmented("Countdown", {str(seconds): text for seconds, text in COUNTDOWNS.items()})
        self.countdown.chosen.connect(
            lambda value: self.changed.emit(replace(self._settings.record, countdown_s=int(value))))
        self.more = button("More options", "link")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(caption("Countdown"))
        self._column.addWidget(self.countdown)
        self._column.addWidget(self.more)

    @property
    def files(self) -> FileOptions:
        """The options behind "More options", built on first use."""
        if self._files is None:
            from app.ui.panels.file_options import FileOptions  # loaded on demand, with FFmpeg

            self._files = files = FileOptions(self)
            files.show_settings(self._settings)
            files.setEnabled(not self._running)
            files.changed.connect(self.changed)
            self._column.addWidget(files)
            files.setVisible(self.more.isChecked())
            Tips(files)
            for before, after in pairwise((self.more, *files.in_order)):  # else they would come last
                QWidget.setTabOrder(before, after)
        return self._files

    def _show_more(self, on: bool) -> None:
        self.more.setText("Fewer options" if on else "More options")
        self.files.setVisible(on)

    def show_settings(self, settings: Settings) -> None:
        """Shows values without a signal."""
        self._settings = settings
        self.countdown.set_value(str(settings.record.countdown_s))
        if self._files is not None:
            self._files.show_settings(settings)

    def show_recording(self, *, running: bool) -> None:
        """All options apply to the next take."""
        self._running = running
        self.countdown.setEnabled(not running)
        if self._files is not None:
            self._files.setEnabled(not running)
