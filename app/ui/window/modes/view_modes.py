"""The current view of the picture: at most one, none at the start, never saved."""
from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.pipeline.process.view import View
from app.ui.actions import Actions
from app.ui.picture.picture_area import PictureArea
from app.ui.picture.view_layers import ViewMode

VIEW_OF: dict[ViewMode, View] = {
    "plain": View(),
    "split": View(room=True),
    "paint": View(),
    "room": View(room=True),
    "xray": View(xray=True),
}
PAINTING: tuple[ViewMode, ...] = ("paint", "room")


class ViewModes(QObject):
    """Attributes:
        look: the current view.

    Signals:
        changed(View): what to request from the session from now on.
        entered(): painting of zones began.
    """

    changed = Signal(object)
    entered = Signal()

    def __init__(self, actions: Actions, stage: PictureArea, parent: QObject) -> None:
        super().__init__(parent)
        self.look: ViewMode = "plain"
        self._stage = stage
        self._buttons = {"split": actions.split, "xray": actions.xray}
        self._zones = actions.zones
        actions.zones.triggered.connect(lambda on: self.choose("paint" if on else "plain"))
        actions.split.triggered.connect(lambda on: self.choose("split" if on else "plain"))
        actions.xray.triggered.connect(lambda on: self.choose("xray" if on else "plain"))

    def choose(self, look: ViewMode) -> None:
        """Switches to a view; the previous one ends at once."""
        before, self.look = self.look, look
        self._zones.setChecked(look in PAINTING)
        for name, action in self._buttons.items():
            action.setChecked(name == look)
        self._stage.show_look(look)
        self.changed.emit(VIEW_OF[look])
        if look in PAINTING and before not in PAINTING:
            self.entered.emit()

    def allow_painting(self, allowed: bool) -> None:
        """Painting needs a picture to paint on."""
        self._zones.setEnabled(allowed)

    def painting_ends(self) -> None:
        if self.look in PAINTING:
            self.choose("plain")

    @Slot()
    def leave(self) -> bool:
        """Returns to the plain picture; False if it was shown already."""
        if self.look == "plain":
            return False
        self.choose("plain")
        return True
