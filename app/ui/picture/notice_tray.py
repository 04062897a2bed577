"""Where notices lie: at the lower edge, below the picture as far as there is room, never over a face."""
from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from app.ui.picture.notice_box import NoticeBox
from app.ui.state.notices import Notice

MARGIN, GAP = 8, 8
WIDEST, MIN_HEIGHT = 640, 44
SHARE = 3  # notices take a third of the height at most
TIGHT_SHARE, ROOMY_PX = 2, 250  # or half of such a height, where one would lose its hint else


@dataclass(frozen=True)
class Room:
    """Attributes:
    area: all that the picture may take, px of the stage.
    picture: what it takes now.
    foot: px at the picture's lower edge that must stay free for a mark.
    """

    area: QRect
    picture: QRect
    foot: int = 0


class NoticeTray(QObject):
    """What matters stays in the banner, the newest first, until it is closed or clicked; the rest goes by itself.

    Signals:
        acted(Notice): a button was pressed.
        changed(): other places are covered now; call place.
    """

    acted = Signal(object)
    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.banner = NoticeBox("banner", lasts=True, parent=parent)
        self.toast = NoticeBox("toast", lasts=False, parent=parent)
        self._unread: list[Notice] = []
        self.banner.closed.connect(self._read)
        self.toast.closed.connect(self.changed)
        for box in (self.banner, self.toast):
            box.acted.connect(self.acted)

    def show_notice(self, notice: Notice) -> None:
        if not notice.stays:
            self.toast.show_notice(notice)
        else:
            self._unread = [other for other in self._unread if other.title != notice.title] + [notice]
            self._show_unread()
        self.changed.emit()

    def settle(self, topic: str) -> None:
        """What was told about a topic is not so any more."""
        left = [notice for notice in self._unread if not topic or notice.topic != topic]
        if left != self._unread:
            self._unread = left
            self._show_unread()
            self.changed.emit()

    def _read(self) -> None:
        self._unread = self._unread[:-1]
        self._show_unread()
        self.changed.emit()

    def _show_unread(self) -> None:
        if self._unread:
            self.banner.show_notice(self._unread[-1], more=len(self._unread) - 1)
        else:
            self.banner.hide()

    def place(self, room: Room) -> int:
        """Lays them out from the lower edge up; returns where what they cover begins, px from the top."""
        height = room.area.height()
        highest = max(MIN_HEIGHT, height // SHARE)
        at_most = height // TIGHT_SHARE - MARGIN if height >= ROOMY_PX else highest
        start = bottom = room.area.bottom() - MARGIN
        tops = [room.area.bottom()]
        for box in (box for box in (self.banner, self.toast) if not box.isHidden()):
            box.fit(min(WIDEST, room.area.width() - 2 * MARGIN), at_most)
            if start - bottom + box.height() > highest:
                bottom = start  # the toast lies over the banner, for the while that it is there
            top = bottom - box.height()
            on_picture = room.picture.bottom() - room.foot - box.height()
            if top < room.picture.bottom() and on_picture >= room.picture.center().y():
                top = min(top, on_picture)
            box.move(room.area.center().x() - box.width() // 2, top)
            tops.append(top)
            bottom = top - GAP
        return min(tops)
