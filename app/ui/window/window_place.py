"""Restores the window's place and keeps it visible."""
from __future__ import annotations

from PySide6.QtCore import QByteArray, QMargins, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.window.placement import SMALLEST, USUAL_FRAME, first_place, held_on_screen

FRAME_KNOWN_MS = 500  # by then the window manager has put a frame around a shown window


class WindowPlace(QObject):
    """Owns the geometry of a window; app.ui.window.placement decides what is allowed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._maximized_before = False
        window.setMinimumSize(SMALLEST)
        window.setGeometry(first_place(QGuiApplication.primaryScreen().availableGeometry()))

    def restore(self, geometry: str) -> None:
        """Restores the window's place as far as today's screens allow.

        geometry: what saved() returned; anything else is ignored.
        """
        if geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
        self._hold_on_screen()
        QTimer.singleShot(FRAME_KNOWN_MS, self, self._hold_on_screen)

    def fill_screen(self, full: bool) -> bool:
        """Enters or leaves full screen; False if nothing changes."""
        window = self._window
        if full == window.isFullScreen():
            return False
        if full:
            self._maximized_before = window.isMaximized()
            window.showFullScreen()
        elif self._maximized_before:
            window.showMaximized()
        else:
            window.showNormal()
        return True

    def saved(self) -> str:
        """The window's place, for restore()."""
        return bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")

    @Slot()
    def _hold_on_screen(self) -> None:
        """Moves the window onto the screen, now that its frame is known."""
        window = self._window
        if window.isMaximized() or window.isFullScreen():
            return
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        held = held_on_screen(window.geometry(), screens, self._frame())
        if held != window.geometry():
            window.setGeometry(held)

    def _frame(self) -> QMargins:
        """The window manager's frame; a usual one before the window is shown."""
        outer, inner = self._window.frameGeometry(), self._window.geometry()
        known = QMargins(inner.left() - outer.left(), inner.top() - outer.top(),
                         outer.right() - inner.right(), outer.bottom() - inner.bottom())
        return USUAL_FRAME if known.isNull() and not self._window.isVisible() else known
