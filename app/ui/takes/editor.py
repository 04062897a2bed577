"""The view of one take: its picture, the bar below, and the cards that change it."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.pipeline.frame import Frame
from app.pipeline.replay.player import TakePlayer
from app.pipeline.takes.take_reader import TakeInfo
from app.pipeline.takes.take_settings import TakeChanges
from app.ui.picture.preview import Preview
from app.ui.style.theme import BAR_HEIGHT
from app.ui.takes.changes import WIDTH, ChangesColumn
from app.ui.takes.painting import TakePainting
from app.ui.takes.transport import Transport
from app.ui.zones.canvas import ZoneCanvas
from app.ui.zones.tool_bar import ZoneBar

MARGIN = 16
FOOT = 88  # px of the bar below the picture


class PlayerSignals(QObject):
    """Carries calls from the player's thread to the GUI thread."""

    changed = Signal()
    failed = Signal(object)


OpenPlayer = Callable[[Path, Callable[[], None], Callable[[AppError], None]], TakePlayer]


class TakeEditor(QWidget):
    """Signals:
    told(AppError): something could not be done.
    exported(str): the user wants a file with that suffix.
    """

    told = Signal(object)
    exported = Signal(str)

    def __init__(
        self, column: ChangesColumn, open_player: OpenPlayer = TakePlayer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.info: TakeInfo | None = None
        self._open_player = open_player
        self._player: TakePlayer | None = None
        self._signals = PlayerSignals(self)
        self.preview = Preview(self._newest, self)
        self.canvas = ZoneCanvas(self)
        self.zone_bar = ZoneBar(self)
        self.transport = Transport(self)
        self.column = column
        column.setParent(self)
        self.painting = TakePainting(self.canvas, self.zone_bar, self)
        self._connect()

    def _connect(self) -> None:
        self._signals.changed.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        self._signals.failed.connect(self.told, Qt.ConnectionType.QueuedConnection)
        self.transport.toggled.connect(self.toggle)
        self.transport.sought.connect(self._seek)
        self.transport.trimmed.connect(self._trim)
        self.column.changed.connect(self._choose)
        self.column.painting_wanted.connect(self._paint)
        self.column.exported.connect(self.exported)
        self.painting.painted.connect(self.column.paint)
        self.painting.done.connect(self.stop_painting)
        self.preview.reshaped.connect(self._place)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self)
        space.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        space.activated.connect(self.toggle)

    def open(self, info: TakeInfo) -> None:
        """Shows the first frame of a take."""
        self.close_take()
        self.info = info
        self.transport.open(info.seconds)
        self.column.open(info.settings)
        self._player = self._open_player(info.path, self._signals.changed.emit, self._signals.failed.emit)
        self.transport.play.setFocus()

    def close_take(self) -> None:
        """Safe to call twice."""
        player, self._player, self.info = self._player, None, None
        self.stop_painting()
        if player is not None:
            player.close()

    @property
    def changes(self) -> TakeChanges:
        return self.column.changes

    @Slot()
    def toggle(self) -> None:
        if self._player is not None:
            self._player.pause() if self._player.playing else self._player.play()
            self._follow()

    @Slot()
    def stop_painting(self) -> bool:
        """Ends the painting of zones; returns whether it was active."""
        painting = not self.canvas.isHidden()
        self.painting.close()
        self.transport.show()
        return painting

    def _newest(self) -> Frame | None:
        return self._player.frames.take() if self._player is not None else None

    @Slot()
    def _follow(self) -> None:
        player = self._player
        if player is None:
            return
        self.preview.show_newest()
        self.transport.show_position(player.position_s)
        self.transport.show_playing(player.playing)
        sound = self.info is not None and self.info.has_sound
        self.transport.show_silent(sound and player.silent)

    @Slot(float)
    def _seek(self, seconds: float) -> None:
        if self._player is not None:
            self._player.seek(seconds)

    @Slot()
    def _trim(self) -> None:
        if self._player is not None:
            self._player.play_part(*self.transport.part)

    @Slot(object)
    def _choose(self, changes: TakeChanges) -> None:
        if self._player is not None:
            self._player.choose(changes)

    @Slot()
    def _paint(self) -> None:
        if self._player is None or self.info is None:
            return
        self._player.pause()
        chosen = self.column.chosen
        self.transport.hide()
        self.painting.open(self.info.size, chosen.zones, mirrored=chosen.mirrored)
        self._place()

    @Slot()
    def _place(self) -> None:
        width = max(1, self.width() - WIDTH)
        self.column.setGeometry(width, 0, WIDTH, self.height())
        self.preview.setGeometry(MARGIN, 8, width - MARGIN - 8, self.height() - FOOT - 16)
        self.preview.fit()
        foot = self.height() - FOOT
        self.transport.setGeometry(MARGIN, foot, width - MARGIN - 8, FOOT - 8)
        self.zone_bar.setGeometry(MARGIN, foot, width - MARGIN - 8, BAR_HEIGHT)
        self.canvas.setGeometry(self.preview.picture.toRect().translated(self.preview.pos()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
