"""Shows or hides the column of panels, by the user's choice, the window's width and the view."""
from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.settings import Settings
from app.ui.actions import Actions
from app.ui.window.memory import WindowMemory
from app.ui.window.side_panel import SidePanel
from app.ui.window.workspace import Workspace


class ColumnMode(QObject):
    """In a narrow window the panels lie over the picture until they are closed, which is not remembered."""

    def __init__(self, actions: Actions, column: SidePanel, workspace: Workspace, memory: WindowMemory) -> None:
        super().__init__(workspace)
        self._actions, self._column, self._workspace, self._memory = actions, column, workspace, memory
        self._beside, self._over = Settings().window.show_panels, False
        actions.panels.triggered.connect(self._choose)
        workspace.narrowed.connect(self._narrowed)

    def show_settings(self, settings: Settings) -> None:
        self._beside = settings.window.show_panels
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Hides the column in full screen and while painting zones: a large picture is easier to paint on."""
        busy = self._actions.full_screen.isChecked() or self._actions.zones.isChecked()
        shown = self._over if self._workspace.narrow else self._beside
        self._actions.panels.setChecked(shown)
        self._column.setVisible(shown and not busy)

    @Slot(bool)
    def _choose(self, on: bool) -> None:
        if self._workspace.narrow:
            self._over = on
            self.follow()
        else:
            self._memory.remember(show_panels=on)

    @Slot()
    def _narrowed(self) -> None:
        self._over = False
        self.follow()
