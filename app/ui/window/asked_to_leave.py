"""Requests to quit that do not come from the window: signals, and the desktop's session."""
from __future__ import annotations

import logging
import signal
from types import FrameType
from typing import Protocol

from PySide6.QtCore import QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from app.ui.state.controller import Controller
from app.ui.window.leaving import Leaving, SessionManager
from app.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)


class SessionSignals(Protocol):
    """What is needed from QGuiApplication; both signals carry a SessionManager."""

    @property
    def commitDataRequest(self) -> SignalInstance: ...
    @property
    def saveStateRequest(self) -> SignalInstance: ...


def leave_when_asked(app: QApplication, leaving: Leaving, window: MainWindow, controller: Controller) -> None:
    """Leaves on Ctrl+C, SIGTERM, a closing terminal, or the end of the desktop's session.

    The statistics timer lets Python see signals.
    """

    def leave(number: int, _frame: FrameType | None) -> None:
        log.info("leaving on signal %d", number)
        leaving.leave(window, controller)
        app.closeAllWindows()
        QTimer.singleShot(0, app.quit)  # by a timer, since a quit() before exec() is lost

    for number in signals_to_leave_on():
        signal.signal(number, leave)
    listen_to_the_session(app, leaving, window, controller)


def signals_to_leave_on() -> tuple[signal.Signals, ...]:
    """The signals to leave on. Under nohup, a closing terminal is ignored. Windows has no such signal."""
    hang_up = getattr(signal, "SIGHUP", None)
    heard = hang_up is not None and signal.getsignal(hang_up) != signal.SIG_IGN
    return (signal.SIGINT, signal.SIGTERM, *((hang_up,) if heard else ()))


def listen_to_the_session(
    app: SessionSignals, leaving: Leaving, window: MainWindow, controller: Controller
) -> None:
    """Finishes a recording when the session ends; saves the settings when the session saves its state."""

    def log_out(manager: SessionManager) -> None:
        leaving.log_out(window, controller, manager)

    app.commitDataRequest.connect(log_out)
    app.saveStateRequest.connect(lambda _manager: controller.save_now())
