"""Lets things be dropped on a window."""
from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.ui.window.dropping.drops import can_be_dropped, dropped


class DropTarget(QObject):
    """Signals:
    took(Dropped): something was dropped.
    """

    took = Signal(object)

    def __init__(self, window: QWidget, hint: QWidget) -> None:
        """hint: shown while something that can be dropped is over the window."""
        super().__init__(window)
        self._hint = hint
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
        elif event.type() == QEvent.Type.DragLeave:
            self._hint.hide()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:  # moves are QDropEvents, too
            self._drop(event)
        else:
            return False
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        if can_be_dropped(event.mimeData()):
            event.acceptProposedAction()
            self._hint.show()
            self._hint.raise_()
        else:
            event.ignore()

    def _drop(self, event: QDropEvent) -> None:
        self._hint.hide()
        things = dropped(event.mimeData())
        if things:
            event.acceptProposedAction()
            self.took.emit(things)
