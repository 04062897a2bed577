"""Leaving while a recording runs: who asks, who only finishes, and how the user learns of it."""
from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from app.pipeline.events import Event, RecordingStopped
from app.ui.state.controller import Controller
from app.ui.state.notices import Notice
from app.ui.window.main_window import MainWindow

FINISH_S = 20.0
FINISHED = "The recording was finished and saved"
log = logging.getLogger(__name__)


class Leaving:
    """Ends a recording when the system wants the program to end, and tells: now, on the console, at the next start."""

    def __init__(self, then: Callable[[Event], None]) -> None:
        """then: who else is told every event of the session."""
        self._then = then
        self._finished = threading.Event()
        self._take: Path | None = None

    def on_event(self, event: Event) -> None:
        """From the session, in a worker thread."""
        self._then(event)  # first, so that who waits finds it on its way to the window
        if isinstance(event, RecordingStopped):
            self._take = event.path
            self._finished.set()

    def leave(self, window: MainWindow, controller: Controller) -> None:
        """Closes the window without a question; a recording is finished first."""
        window.leaving = True
        self.finish(window, controller)
        window.close()

    def finish(self, window: MainWindow, controller: Controller) -> None:
        """Ends a recording, if one runs, and returns when it is on the disk."""
        if controller.stats().recording is None:
            return
        self._finished.clear()
        controller.stop_recording()
        if not self._finished.wait(FINISH_S) or self._take is None:
            log.warning("the recording is not finished yet")
            return
        # So that the window knows, too, and does not ask.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)
        if sys.stderr is not None:  # a program without a console has none
            sys.stderr.write(f"{FINISHED}: {self._take}\n")
        window.stage.show_notice(_told(self._take))
        controller.change(replace(controller.settings.window, left_take=str(self._take)))
        controller.save_now()

    @staticmethod
    def tell_what_was_left(window: MainWindow, controller: Controller) -> None:
        """At the start: what was finished when nobody could see it."""
        kept = controller.settings.window
        if kept.left_take:
            window.stage.show_notice(_told(Path(kept.left_take)))
            controller.change(replace(kept, left_take=""))


def _told(take: Path) -> Notice:
    hint = f"{take.name}: Backdrop had to close while it was recorded."
    return Notice("good", FINISHED, hint, "show_file", take, matters=True)
