"""Leaving during a recording: when to ask, when to just finish, and what the user hears about it."""
from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent

from app.pipeline.events import Event, RecordingStopped
from app.ui.state.controller import Controller
from app.ui.state.notices import Notice
from app.ui.window.main_window import MainWindow

FINISH_S = 20.0
FINISHED = "The recording was finished and saved"
log = logging.getLogger(__name__)


class SessionManager(Protocol):
    """What this needs from QSessionManager."""

    def allowsInteraction(self) -> bool: ...
    def release(self) -> None: ...
    def cancel(self) -> None: ...


class Leaving:
    """Ends a recording when the system ends the program, and says so: now, on the console, and at the next start."""

    def __init__(self, then: Callable[[Event], None]) -> None:
        """then: also receives every event of the session."""
        self._then = then
        self._finished = threading.Event()
        self._take: Path | None = None

    def on_event(self, event: Event) -> None:
        """Called by the session in a worker thread."""
        self._then(event)  # first, so that the event is on its way to the window before finish() returns
        if isinstance(event, RecordingStopped):
            self._take = event.path
            self._finished.set()

    def leave(self, window: MainWindow, controller: Controller) -> None:
        """Closes the window without asking; a recording is finished first."""
        window.leaving = True
        self.finish(window, controller)
        window.close()

    def log_out(self, window: MainWindow, controller: Controller, manager: SessionManager) -> None:
        """Called at the end of the desktop's session: asks if allowed, and stops the logout if the user wants."""
        if controller.stats().recording is None:
            return
        if not manager.allowsInteraction():
            self.finish(window, controller)
            return
        stop = window.ask_quit()
        manager.release()
        if stop:
            self._end_recording(controller)
        else:
            manager.cancel()

    def finish(self, window: MainWindow, controller: Controller) -> None:
        """Ends a running recording, returns once it is on the disk, and tells the user, who was not asked."""
        if controller.stats().recording is None or not self._end_recording(controller) or self._take is None:
            return
        if sys.stderr is not None:  # a program without a console has none
            sys.stderr.write(f"{FINISHED}: {self._take}\n")
        window.stage.show_notice(_told(self._take))
        controller.change(replace(controller.settings.window, left_take=str(self._take)))
        controller.save_now()

    def _end_recording(self, controller: Controller) -> bool:
        """True once the recording is on the disk and the window knows, so it does not ask."""
        self._finished.clear()
        controller.stop_recording()
        if not self._finished.wait(FINISH_S):
            log.warning("the recording is not finished yet")
            return False
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)
        return True

    @staticmethod
    def tell_what_was_left(window: MainWindow, controller: Controller) -> None:
        """At the start, reports recordings that were finished because the system ended the program."""
        kept = controller.settings.window
        if kept.left_take:
            window.stage.show_notice(_told(Path(kept.left_take)))
            controller.change(replace(kept, left_take=""))


def _told(take: Path) -> Notice:
    hint = f"{take.name}: Backdrop had to close during this recording."
    return Notice("good", FINISHED, hint, "show_file", take, matters=True)
