"""The review window: python -m app.review DIR. One key accepts, one rejects, one undoes.

sinet_core.datagen.review holds decisions and order; this window shows them.
"""
from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.review.canvas import Canvas
from app.review.parts import Footer, Header
from app.review.pictures import LoadedPicture, Pictures
from app.system.display import no_window_reason
from app.ui.qt_application import make_application
from app.ui.state.jobs import Jobs
from app.ui.style import theme
from sinet_core.datagen.label_set import read_labels
from sinet_core.datagen.review import FILE, Decision, Review
from sinet_core.errors import CoreError

ACCEPT = {Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_A}
REJECT = {Qt.Key.Key_X, Qt.Key.Key_Left, Qt.Key.Key_R}
UNDO = {Qt.Key.Key_Z, Qt.Key.Key_Backspace}


class ReviewWindow(QWidget):
    """Attributes:
        review: the decisions.
        header, canvas, footer: from top to bottom.
    """

    def __init__(self, review: Review, title: str, clock: Callable[[], float] = time.monotonic) -> None:
        """title: what is reviewed; clock: a monotonic clock, in seconds."""
        super().__init__()
        self.review, self._clock = review, clock
        self._jobs = Jobs(self)
        self._pictures = Pictures(self._jobs, self._arrived)
        self.setWindowTitle(f"Review · {title}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("review")
        self.setMinimumSize(640, 480)
        self.resize(1080, 800)
        self.header, self.canvas, self.footer = Header(title), Canvas(), Footer()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(self.header)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.footer)
        self.footer.accept.clicked.connect(partial(self._decide, "accepted"))
        self.footer.reject.clicked.connect(partial(self._decide, "rejected"))
        self.footer.undo.clicked.connect(self._undo)
        self._present()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():  # holding a key decides only once
            return
        key = event.key()
        if key in ACCEPT:
            self._decide("accepted")
        elif key in REJECT:
            self._decide("rejected")
        elif key in UNDO:
            self._undo()
        elif key == Qt.Key.Key_O:
            self.canvas.hold_plain(True)
        elif key == Qt.Key.Key_Tab:
            self.canvas.toggle_mask()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_O and not event.isAutoRepeat():
            self.canvas.hold_plain(False)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keeps Tab for showing the picture without its mask; every button has its own key."""
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.canvas.hold_plain(False)  # the release of O went to another window
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._jobs.stop()

    def _decide(self, decision: Decision) -> None:
        if self.review.current is not None and self.canvas.shows(self.review.current.name):
            self._change(partial(self.review.decide, decision, self._clock()))

    def _undo(self) -> None:
        self._change(self.review.undo)

    def _change(self, change: Callable[[], None]) -> None:
        try:
            change()
        except CoreError as error:
            self.footer.show_problem(str(error), error.hint)
            return
        self._present()

    def _present(self) -> None:
        """Shows the state of the review, and starts reading the next pictures."""
        self.header.show_review(self.review)
        self.footer.show_review(self.review)
        self._pictures.want(self.review.upcoming(self._pictures.AHEAD))
        current = self.review.current
        if current is None:
            self.canvas.show_end(self.review)
        else:
            self._show(self._pictures.take(current))

    def _show(self, shown: LoadedPicture | AppError | None) -> None:
        current = self.review.current
        assert current is not None
        if shown is None:
            self.canvas.show_waiting()
            return
        self.canvas.show_label(current, shown)
        self.review.shown(self._clock())

    def _arrived(self, name: str) -> None:
        current = self.review.current
        if current is not None and current.name == name:
            self._show(self._pictures.take(current))


def main(argv: Sequence[str] | None = None) -> int:
    """Shows the window until it is closed. Returns 0, or 2 with one line on stderr if there is nothing to review."""
    parser = argparse.ArgumentParser(prog="python -m app.review", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="has masks/; gets review.csv")
    parser.add_argument("--images", type=Path, metavar="DIR", help="the pictures; default: as recorded in DIR")
    args = parser.parse_args(argv)
    try:
        review = Review(read_labels(args.folder, args.images), args.folder / FILE)
    except CoreError as error:
        return _fail(f"{error}. {error.hint}")
    reason = no_window_reason()
    if reason is not None:
        return _fail(f"{reason}. Reviewing needs a window; 'generate --sheet' draws the labels into a file.")
    app = make_application(["backdrop-review"])
    theme.apply_choice("system")
    window = ReviewWindow(review, args.folder.resolve().name)
    window.show()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C closes at once, since every decision is already saved
    return int(app.exec())


def _fail(text: str) -> int:
    sys.stderr.write(f"error: {text}\n")
    return 2
