"""Keeps the window where it can be seen, and where it was."""
from __future__ import annotations

from PySide6.QtCore import QByteArray, QMargins, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.window.placement import SMALLEST, USUAL_FRAME, first_place, held_on_screen

FRAME_KNOWN_MS = 500  # by then the window manager has put its frame around a window that was shown


class WindowPlace(QObject):
    """Owns the geometry of a window; where it may be is decided in app.ui.window.placement."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._maximized_before = False
        window.setMinimumSize(SMALLEST)
        window.setGeometry(first_place(QGuiApplication.primaryScreen().availableGeometry()))

    def restore(self, geometry: str) -> None:
        """Puts the window where it was, as far as the screens of today have that place.

        geometry: what saved() said, or anything.
        """
        if geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
        self._hold_on_screen()
        QTimer.singleShot(FRAME_KNOWN_MS, self, self._hold_on_screen)

    def fill_screen(self, full: bool) -> bool:
        """Goes over to full screen, or back to how it was before; False when it is so already."""
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
        """Where the window is, for restore()."""
        return bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")

    @Slot()
    def _hold_on_screen(self) -> None:
        """Keeps the whole window to be seen, with the frame that it has by now."""
        window = self._window
        if window.isMaximized() or window.isFullScreen():
            return
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        held = held_on_screen(window.geometry(), screens, self._frame())
        if held != window.geometry():
            window.setGeometry(held)

    def _frame(self) -> QMargins:
        """What the window manager draws around the window; before it is shown, what is usual."""
        outer, inner = self._window.frameGeometry(), self._window.geometry()
        known = QMargins(inner.left() - outer.left(), inner.top() - outer.top(),
                         outer.right() - inner.right(), outer.bottom() - inner.bottom())
        return USUAL_FRAME if known.isNull() and not self._window.isVisible() else known
