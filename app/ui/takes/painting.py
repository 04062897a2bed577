"""Painting of keep and drop zones over a take."""
from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.ui.zones.canvas import ZoneCanvas
from app.ui.zones.sketch import ZoneSketch
from app.ui.zones.tool_bar import ZoneBar
from app.zone_masks import pack, unpack


class TakePainting(QObject):
    """Signals:
    painted(str): the new zones, as text of app.zone_masks.
    done(): painting ended.
    """

    painted = Signal(str)
    done = Signal()

    def __init__(self, canvas: ZoneCanvas, bar: ZoneBar, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._bar = canvas, bar
        bar.room.hide()  # painting is over the composite only
        bar.show_brush(canvas.brush)
        canvas.painted.connect(self._tell)
        bar.brush_changed.connect(canvas.set_brush)
        bar.asked.connect(self._do)

    def open(self, size: tuple[int, int], zones: str, *, mirrored: bool) -> None:
        """size: (width, height) px of the picture; zones: the zones painted so far."""
        self._canvas.mirrored = mirrored
        self._canvas.show()
        self._bar.show()
        self._canvas.open(ZoneSketch(size, unpack(zones)))
        self._bar.show_sketch(self._canvas.sketch)

    def close(self) -> None:
        self._canvas.hide()
        self._bar.hide()

    @Slot(str)
    def _do(self, ask: str) -> None:
        sketch = self._canvas.sketch
        if ask == "done":
            self.done.emit()
            return
        {"undo": sketch.undo, "redo": sketch.redo, "clear": sketch.clear}[ask]()
        self._canvas.refresh()
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self._bar.show_sketch(self._canvas.sketch)
        self.painted.emit(pack(self._canvas.sketch.labels))
