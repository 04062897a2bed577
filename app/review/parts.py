"""The header and footer of the review window: figures, and buttons with their keys."""
from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.style import theme
from app.ui.widgets.card import Glyph
from app.ui.widgets.text import button, caption, label
from sinet_core.datagen.review import PAPER_PACE_S, Review


class Header(QWidget):
    """Attributes:
    progress, figures, pace: the labels; bar: the progress bar.
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.progress, self.figures, self.pace = QLabel(), QLabel(), QLabel()
        self.bar = ProgressLine()
        line = QHBoxLayout()
        line.setSpacing(20)
        line.addWidget(label(title, "headline"))
        for figure, name in ((self.progress, "Progress"), (self.figures, "Decisions"), (self.pace, "Pace")):
            figure.setProperty("role", "caption")
            figure.setFont(theme.font(12, tabular=True))
            figure.setAccessibleName(name)
        line.addWidget(self.progress)
        line.addStretch(1)
        line.addWidget(self.figures)
        line.addWidget(self.pace)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self.bar)

    def show_review(self, review: Review) -> None:
        done = review.accepted + review.rejected
        self.progress.setText(f"{done} of {review.total}")
        self.figures.setText(f"{review.accepted} accepted · {review.rejected} rejected")
        self.bar.show_share(done / max(1, review.total))
        pace, left = review.pace_s, review.left_s
        if pace is None or left is None:
            self.pace.setText(f"– s per picture (paper: {PAPER_PACE_S} s)")
        else:
            self.pace.setText(f"{pace:.2f} s per picture (paper: {PAPER_PACE_S} s) · {_duration(left)} left")


class ProgressLine(QWidget):
    """A thin progress bar."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setFixedHeight(4)
        self.setAccessibleName("Progress")

    def show_share(self, share: float) -> None:
        self.share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for width, color in ((1.0, palette.raised_hover), (self.share, palette.accent)):
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * width, 4), 2, 2)


class Footer(QFrame):
    """Attributes:
    accept, reject, undo: the buttons; last: the previous decision, or an error.
    """

    def __init__(self) -> None:
        super().__init__()
        self.accept, self.reject, self.undo = button("Accept", "primary"), button("Reject"), button("Undo")
        self.last = caption("")
        self._sign = Glyph("check")
        self.setObjectName("card")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 10, 10)
        line.setSpacing(8)
        line.addWidget(self._sign)
        line.addWidget(self.last)
        line.addStretch(1)
        line.addWidget(caption("Picture only"))
        line.addWidget(_keycap("Tab, hold O"))
        for choice, keys in ((self.undo, "Z"), (self.reject, "X"), (self.accept, "Space")):
            _prepare(choice, keys)
            line.addSpacing(12)
            line.addWidget(_keycap(keys))
            line.addWidget(choice)

    def show_review(self, review: Review) -> None:
        for choice in (self.accept, self.reject):
            choice.setEnabled(review.current is not None)
        last = review.last
        self.undo.setEnabled(last is not None)
        self._sign.setVisible(last is not None)
        self.last.setText("")
        if last is not None:
            entry, word = last
            self.last.setText(f"{entry.name} {word}")
            self._sign.show_icon(*(("check", "success") if word == "accepted" else ("close", "danger")))

    def show_problem(self, title: str, hint: str) -> None:
        self._sign.setVisible(True)
        self._sign.show_icon("warning", "warning")
        self.last.setText(f"{title}. {hint}")


def _prepare(choice: QPushButton, keys: str) -> None:
    choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the window handles Space
    choice.setMinimumWidth(88)
    choice.setAccessibleName(f"{choice.text()}, key {keys}")


def _keycap(keys: str) -> QLabel:
    cap = QLabel(keys)
    cap.setObjectName("keycap")
    return cap


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
