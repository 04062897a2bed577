"""The left part of the window: the picture, the bar, and everything drawn over the picture."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.pipeline.frame import Frame
from app.pipeline.stats import Stats
from app.ui.actions import Actions
from app.ui.picture.control_bar import ControlBar
from app.ui.picture.countdown_mark import CountdownMark
from app.ui.picture.divider import Divider
from app.ui.picture.drop_hint import DropHint
from app.ui.picture.mouse_rest import MouseRest
from app.ui.picture.notice_tray import NoticeSpace, NoticeTray
from app.ui.picture.pills import LoadingPill, Pill, RecPill
from app.ui.picture.preview import Preview
from app.ui.picture.seek_bar import HEIGHT as SEEK_HEIGHT
from app.ui.picture.seek_bar import SeekBar
from app.ui.picture.state_card import StateCard
from app.ui.picture.view_layers import MARK_HEIGHT, ViewMode
from app.ui.state.notices import Notice
from app.ui.state.overlays import overlay_of
from app.ui.state.view_state import ViewState
from app.ui.state.words import clock
from app.ui.style.theme import BAR_HEIGHT
from app.ui.zones.canvas import ZoneCanvas
from app.ui.zones.tool_bar import ZoneBar

if TYPE_CHECKING:
    from app.ui.picture.sound_card import SoundCard

MARGIN = 16
CARD_WIDTH = 460  # px for the card's buttons; over a narrower picture, the card extends beyond it


class PictureArea(QWidget):
    """Signals:
    acted(str): a button of the state card (an Act of view_state).
    notice_acted(Notice): a button of a banner or toast.
    full_screen_wanted(): the picture was double-clicked, to enter or leave full screen.
    """

    acted = Signal(str)
    notice_acted = Signal(object)
    full_screen_wanted = Signal()

    def __init__(self, take: Callable[[], Frame | None], actions: Actions,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = Preview(take, self)
        self.divider = Divider(self)
        self.canvas = ZoneCanvas(self)
        self.card = StateCard(lambda: self.preview.image is not None, self)
        self.pill = RecPill(self)
        self.muted = Pill("Muted", "The microphone is muted", self)
        self.countdown = CountdownMark(self)
        self.demo = Pill("Demo", "This is the demo clip, not a camera", self)
        self.bar = ControlBar(actions, self)
        self.seek_bar = SeekBar(actions.pause, self)
        self.zone_bar = ZoneBar(self)
        self.tray = NoticeTray(self)
        self.banner, self.toast = self.tray.banner, self.tray.toast
        self.loading = LoadingPill(self)
        self.drop_hint = DropHint(self)
        self._sound_card: SoundCard | None = None
        self._full = False
        self._look: ViewMode = "plain"
        self._mouse = MouseRest(self, (self, self.preview, self.card))
        self._mouse.rested.connect(self._rest)
        self._mouse.moved.connect(self._wake)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.card.acted.connect(self.acted)
        self.preview.reshaped.connect(self._place)
        self.preview.halved.connect(self._show_divider)
        self.divider.moved.connect(self.preview.divide_at)
        self.tray.acted.connect(self.notice_acted)
        self.tray.changed.connect(self._place)
        self.preview.installEventFilter(self)

    @property
    def sound_card(self) -> SoundCard:
        """The question about sound, built on first use."""
        if self._sound_card is None:
            from app.ui.picture.sound_card import SoundCard  # loaded on demand; most users are asked once

            self._sound_card = SoundCard(self)
            self._place()
        return self._sound_card

    @property
    def asks_about_sound(self) -> bool:
        """Whether that question is open."""
        return self._sound_card is not None and self._sound_card.isVisible()

    @Slot(object)
    def show_state(self, state: ViewState) -> None:
        overlay = overlay_of(state)
        if overlay is not None:
            self.card.show_overlay(overlay)
        self.card.setVisible(overlay is not None)
        self.bar.show_state(state)
        self.countdown.show_seconds(state.countdown)
        self.seek_bar.show_state(state)
        self.loading.show_loading(state.loading)
        if self.pill.isHidden():
            self.pill.show_time(clock(0))
        self.pill.show_paused(state.recording_paused)
        self.pill.show_kept(state.keeps_camera)
        self.pill.setVisible(state.recording)
        self.muted.setVisible(state.recording and state.muted)
        self.demo.setVisible(state.is_demo and state.phase == "live")
        self._place()

    def show_look(self, look: ViewMode) -> None:
        """Switches to another view of the picture."""
        self._look = look
        self.preview.show_look(look)
        self.canvas.setVisible(self._painting)
        self.zone_bar.setVisible(self._painting)
        self.zone_bar.room.setChecked(look == "room")
        self._show_bars(not self._painting)
        self._place()

    def _show_bars(self, shown: bool) -> None:
        """Shows or hides the bar, and with it the seek bar of a video."""
        self.bar.setVisible(shown)
        self.seek_bar.setVisible(self.seek_bar.wanted and (shown or not self._full))

    @property
    def _painting(self) -> bool:
        return self._look in ("paint", "room")

    @Slot(bool)
    def _show_divider(self, halved: bool) -> None:
        self.divider.setVisible(halved and self._look in ("split", "xray"))

    def show_stats(self, stats: Stats) -> None:
        self.bar.show_stats(stats)
        self.seek_bar.show_position(stats.position_s)
        if stats.recording is not None:
            self.pill.show_time(clock(stats.recorded_seconds))
            self._place_muted()

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        self.tray.show_notice(notice)

    def set_full(self, full: bool) -> None:
        """In full screen the picture fills everything; the bar floats and hides with the mouse."""
        self._full = full
        self.preview.set_rounded(not full)
        self.bar.set_floating(full)
        self.zone_bar.set_floating(full)
        self.seek_bar.set_floating(full)
        self._show_bars(not self._painting)
        self._mouse.watch(full)
        self._place()

    @Slot()
    def _rest(self) -> None:
        if not self._painting and not self.bar.underMouse():
            self._show_bars(False)
            self._mouse.hide()

    @Slot()
    def _wake(self) -> None:
        if not self._painting:
            self._show_bars(True)

    @Slot()
    def _place(self) -> None:
        area = self.rect()
        if self._full:
            self.preview.setGeometry(area)
            width = min(760 if self._painting else 560, area.width() - 2 * MARGIN)
            self.bar.setGeometry((area.width() - width) // 2, area.height() - BAR_HEIGHT - 24, width, BAR_HEIGHT)
        else:
            below = BAR_HEIGHT + (SEEK_HEIGHT if self.seek_bar.wanted else 0)
            self.preview.setGeometry(area.adjusted(MARGIN, 8, -8, -below - 8))
            self.bar.setGeometry(MARGIN, area.height() - BAR_HEIGHT, area.width() - MARGIN - 8, BAR_HEIGHT)
        place = self.bar.geometry()
        self.seek_bar.setGeometry(place.left(), place.top() - SEEK_HEIGHT - 4, place.width(), SEEK_HEIGHT)
        self.preview.fit()
        picture = self.preview.picture.toRect().translated(self.preview.pos())
        self.zone_bar.setGeometry(self.bar.geometry())
        self.divider.place(picture)
        self.canvas.setGeometry(picture)
        self.drop_hint.setGeometry(picture)
        self.pill.move(picture.left() + MARGIN, picture.top() + MARGIN)
        self._place_muted()
        if self._sound_card is not None:
            self._sound_card.adjustSize()
            self._sound_card.move(self.preview.geometry().center() - self._sound_card.rect().center())
        self.demo.move(picture.right() - MARGIN - self.demo.width(), picture.top() + MARGIN)
        self.preview.keep_clear(*(0 if pill.isHidden() else pill.width() + MARGIN for pill in (self.pill, self.demo)))
        self.countdown.move(picture.center() - self.countdown.rect().center())
        self.loading.move(picture.center().x() - self.loading.width() // 2, picture.top() + MARGIN)
        self._place_notices(picture)

    def _place_muted(self) -> None:
        """Places the mark to the right of the time, which grows."""
        self.muted.move(self.pill.geometry().right() + 8, self.pill.y())

    def _place_notices(self, picture: QRect) -> None:
        """Places notices below the picture if there is room; the card's buttons stay above them."""
        area = self.preview.geometry()
        if self._full:
            area.setBottom((self.seek_bar if self.seek_bar.wanted else self.bar).geometry().top())
        foot = MARK_HEIGHT if self._look in ("split", "xray") else 0
        covered_from = self.tray.place(NoticeSpace(area, picture, foot))
        self.card.setGeometry(picture if picture.width() >= CARD_WIDTH else self.preview.geometry())
        self.card.keep_above(max(0, self.card.geometry().bottom() - covered_from))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.preview and event.type() == QEvent.Type.MouseButtonDblClick:
            self.full_screen_wanted.emit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
