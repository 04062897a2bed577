"""One notice beside the picture; notice_tray decides where and for how long."""
from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.state.notices import Act, Notice
from app.ui.widgets.card import Glyph
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.text import button, caption, label

TOAST_MS = 6000
NARROW, SPACE = 450, 12  # px
GLYPHS = {"good": ("check", "success"), "bad": ("warning", "warning"), "info": ("info", "accent_text")}
BUTTONS: dict[Act, str] = {"show_file": "Show in folder", "retry": "Try again", "demo": "Use demo clip"}


class NoticeBox(QFrame):
    """An icon, a title, a hint, one button and a cross.

    Signals:
        acted(Notice): its button was pressed.
    closed(): it was closed, clicked or acted upon, or its time is up.
    """

    acted = Signal(object)
    closed = Signal()

    def __init__(self, name: str, *, lasts: bool, parent: QWidget | None = None) -> None:
        """lasts: whether it stays until it is closed or clicked."""
        super().__init__(parent)
        self.setObjectName(name)
        self.notice: Notice | None = None
        self._glyph = Glyph("info", size=20)
        self._title = label("", "title")
        self._hint = caption("")
        self._more = caption("")
        for text in (self._title, self._hint):
            text.setWordWrap(True)
        self._button = button(BUTTONS["show_file"])
        self._button.clicked.connect(self._act)
        self._close = IconButton("close", "Dismiss", side=28)
        self._close.clicked.connect(self._shut)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        if not lasts:
            self._timer.timeout.connect(self._shut)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._hint)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(SPACE)
        self._middle.addLayout(texts, 1)
        self._middle.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(SPACE)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._middle, 1)
        row.addWidget(self._more)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)

    def show_notice(self, notice: Notice, *, more: int = 0) -> None:
        """more: how many others are waiting."""
        self.notice = notice
        self._more.setText(f"{more} more")
        self._more.setVisible(more > 0)
        self._glyph.show_icon(*GLYPHS[notice.kind])
        self._title.setText(notice.title)
        self._hint.setText(notice.hint)
        self._button.setText(BUTTONS.get(notice.act, ""))
        self._button.setVisible(notice.act in BUTTONS)
        self.setAccessibleName(f"{notice.title}. {notice.hint}")
        self.show()
        self.raise_()
        spoken = QAccessibleAnnouncementEvent(self, self.accessibleName())
        QAccessible.updateAccessibility(spoken)
        self._timer.start()

    def fit(self, most: int, highest: int) -> None:
        """As wide as its texts in one line, at most `most` px; as tall as they need. If narrow, the button goes below.

        If it gets higher than `highest` px, the hint moves to the tool tip and the button beside the title.
        """
        self.ensurePolished()
        self._lay_texts(most, whole=True)
        if self.height() > highest:
            self._lay_texts(most, whole=False)

    def _lay_texts(self, most: int, *, whole: bool) -> None:
        hint = self.notice.hint if self.notice is not None else ""
        self._hint.setVisible(bool(hint) and whole)
        self.setToolTip("" if whole else hint)
        margin = 12 if whole else 4
        self._row.setContentsMargins(16, margin, 12, margin)
        beside = most >= NARROW or not whole
        direction = QBoxLayout.Direction
        self._middle.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        shown = (self._title, self._hint) if whole else (self._title,)
        texts = max(text.fontMetrics().horizontalAdvance(text.text()) for text in shown)
        button_width = self._button.sizeHint().width() + SPACE if beside and not self._button.isHidden() else 0
        more = self._more.sizeHint().width() + SPACE if not self._more.isHidden() else 0
        around = 28 + self._glyph.width() + self._close.width() + 2 * SPACE + more
        self.setFixedWidth(min(most, texts + button_width + around + SPACE))
        self.setFixedHeight(self._row.totalHeightForWidth(self.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere closes it."""
        self._shut()

    def _shut(self) -> None:
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def _act(self) -> None:
        notice = self.notice
        self._shut()
        self.acted.emit(notice)
