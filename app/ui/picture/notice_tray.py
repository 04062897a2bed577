"""Places notices at the lower edge: below the picture if there is room, never over a face."""
from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from app.ui.picture.notice_box import NoticeBox
from app.ui.state.notices import Notice

MARGIN, GAP = 8, 8
WIDEST, MIN_HEIGHT = 640, 44
SHARE = 3  # notices take at most a third of the height
TIGHT_SHARE, ROOMY_PX = 2, 250  # or half of a low area, if a notice would otherwise lose its hint


@dataclass(frozen=True)
class NoticeSpace:
    """Attributes:
    area: the space for the picture, px of the stage.
    picture: where it is now.
    foot: px at the picture's lower edge that must stay free for a mark.
    """

    area: QRect
    picture: QRect
    foot: int = 0


class NoticeTray(QObject):
    """Important notices stay in the banner, newest first, until closed or clicked; others disappear by themselves.

    Signals:
        acted(Notice): a button was pressed.
        changed(): the covered area changed; call place.
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
        """Removes the notices about a topic that no longer apply."""
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

    def place(self, room: NoticeSpace) -> int:
        """Lays them out from the lower edge up; returns the top of the covered area, px."""
        height = room.area.height()
        highest = max(MIN_HEIGHT, height // SHARE)
        at_most = height // TIGHT_SHARE - MARGIN if height >= ROOMY_PX else highest
        start = bottom = room.area.bottom() - MARGIN
        tops = [room.area.bottom()]
        for box in (box for box in (self.banner, self.toast) if not box.isHidden()):
            box.fit(min(WIDEST, room.area.width() - 2 * MARGIN), at_most)
            if start - bottom + box.height() > highest:
                bottom = start  # the toast covers the banner while it lasts
            top = bottom - box.height()
            on_picture = room.picture.bottom() - room.foot - box.height()
            if top < room.picture.bottom() and on_picture >= room.picture.center().y():
                top = min(top, on_picture)
            box.move(room.area.center().x() - box.width() // 2, top)
            tops.append(top)
            bottom = top - GAP
        return min(tops)
