"""The takes page in place of the camera's picture: built when first opened, left by Esc."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.settings import Settings
from app.ui.actions import Actions

if TYPE_CHECKING:
    from app.ui.takes.page import TakesPage


class TakesMode(QObject):
    """Attributes:
    make: makes the page.
    stack: the camera's picture, or the page.

    Signals:
        changed(): the page was opened or left.
    """

    changed = Signal()

    def __init__(self, actions: Actions, workspace: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._settings = Settings()
        self._page: TakesPage | None = None
        self.make: Callable[[], TakesPage] | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(workspace)
        actions.takes.triggered.connect(self.show)

    @property
    def shown(self) -> bool:
        return self._page is not None and self.stack.currentWidget() is self._page

    @property
    def page(self) -> TakesPage:
        """The page, built on first use."""
        if self._page is None:
            assert self.make is not None
            self._page = self.make()
            self._page.show_settings(self._settings)
            self._page.left.connect(lambda: self.show(False))
            self.stack.addWidget(self._page)
        return self._page

    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        if self._page is not None:
            self._page.show_settings(settings)

    @Slot(bool)
    def show(self, on: bool) -> None:
        """Shows the page, or the camera's picture."""
        if on:
            page = self.page
            self.stack.setCurrentWidget(page)
            page.look()
            page.start_exports()
        elif self._page is not None:
            self._page.hide_take()
            self.stack.setCurrentIndex(0)
        self._actions.takes.setChecked(on)
        for action in (*self._actions.numbers, self._actions.split, self._actions.xray):
            action.setEnabled(not on)  # their effect would not be visible
        self.changed.emit()

    def leave(self) -> bool:
        """Goes one step back; False if the page is not shown."""
        return self._page is not None and self.shown and self._page.leave()

    @Slot()
    def close(self) -> None:
        """Call before the window closes."""
        if self._page is not None:
            self._page.close_all()
