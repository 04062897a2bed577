"""Which view of the picture holds: one at most, none at the start, and none is ever saved."""
from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.pipeline.view import View
from app.ui.actions import Actions
from app.ui.looks import Look
from app.ui.stage import Stage

VIEW_OF: dict[Look, View] = {
    "plain": View(),
    "split": View(room=True),
    "room": View(room=True),
    "xray": View(xray=True),
}


class Views(QObject):
    """Attributes:
        look: what holds.

    Signals:
        changed(View): ask the session for that from now on.
    """

    changed = Signal(object)

    def __init__(self, actions: Actions, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self.look: Look = "plain"
        self._stage = stage
        self._buttons = {"split": actions.split, "xray": actions.xray}
        actions.split.triggered.connect(lambda on: self.choose("split" if on else "plain"))
        actions.xray.triggered.connect(lambda on: self.choose("xray" if on else "plain"))

    def choose(self, look: Look) -> None:
        """Goes over to a view; the one before ends at once."""
        self.look = look
        for name, action in self._buttons.items():
            action.setChecked(name == look)
        self._stage.show_look(look)
        self.changed.emit(VIEW_OF[look])

    @Slot()
    def leave(self) -> bool:
        """Back to the plain picture; False when it was there already."""
        if self.look == "plain":
            return False
        self.choose("plain")
        return True
