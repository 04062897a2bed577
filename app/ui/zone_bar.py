"""The tools of painting; stands where the control bar is, as long as zones are painted."""
from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from app.ui.control_bar import HEIGHT
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.segmented import Segmented
from app.ui.widgets.switch import Switch
from app.ui.widgets.text import button, caption
from app.ui.zone_canvas import LEAST_BRUSH, MOST_BRUSH, Brush
from app.ui.zone_sketch import ZoneSketch
from sinet_core.matting.zones import DROP, KEEP, NONE

TOOLS = {"keep": KEEP, "drop": DROP, "erase": NONE}
HINTS = {
    "keep": "Keep: always shown, even without you there. Your room is visible to everyone where you paint.",
    "drop": "Drop: never shown, not even when you move there.",
    "erase": "Erase: takes paint away; Backdrop decides there again.",
}
SCALE = 100


class ZoneBar(QFrame):
    """Attributes:
    undo, redo, clear, room, done: its controls.

    Signals:
        brush_changed(Brush)
        asked(str): "undo", "redo", "clear" or "done".
        room_wanted(bool): show the raw picture beneath, or the composite.
    """

    brush_changed = Signal(object)
    asked = Signal(str)
    room_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setFixedHeight(HEIGHT)
        self._tool = "keep"
        self.tools = Segmented("Brush", {"keep": "Keep", "drop": "Drop", "erase": "Erase"})
        self.tools.setToolTip("K, D or E")
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.undo = IconButton("undo", "Undo", side=32)
        self.redo = IconButton("redo", "Redo", side=32)
        self.clear = IconButton("remove", "Clear everything", side=32)
        self.room = Switch("Show my room")
        self.done = button("Done", "primary")
        self.hint = caption("")
        self._fill()
        self._lay_out()
        self._connect()
        self.hide()

    def _fill(self) -> None:
        self.size_slider.setRange(round(LEAST_BRUSH * SCALE), round(MOST_BRUSH * SCALE))
        self.size_slider.setFixedWidth(96)
        self.size_slider.setAccessibleName("Brush size")
        self.size_slider.setToolTip("Brush size  ([ and ])")
        self.undo.setToolTip("Undo  (Ctrl+Z)")
        self.redo.setToolTip("Redo  (Ctrl+Shift+Z)")
        self.room.setToolTip("See what you paint over. Only you see it.")
        self.done.setToolTip("Back to the picture  (Esc)")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addStretch(1)
        row.addWidget(self.tools)
        row.addSpacing(8)
        size = QLabel("Size")
        size.setBuddy(self.size_slider)
        row.addWidget(size)
        row.addWidget(self.size_slider)
        row.addSpacing(8)
        for tool in (self.undo, self.redo, self.clear):
            row.addWidget(tool)
        row.addSpacing(8)
        row.addWidget(self.room)
        row.addSpacing(12)
        row.addWidget(self.done)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.hint)

    def _connect(self) -> None:
        self.tools.chosen.connect(self.choose)
        self.size_slider.valueChanged.connect(self._tell_brush)
        self.room.clicked.connect(self.room_wanted)
        for name, control in (("undo", self.undo), ("redo", self.redo), ("clear", self.clear), ("done", self.done)):
            control.clicked.connect(lambda _on=False, name=name: self.asked.emit(name))

    def choose(self, tool: str) -> None:
        """One of TOOLS."""
        self._tool = tool
        self.tools.set_value(tool)
        self.hint.setText(HINTS[tool])
        self._tell_brush()

    def resize_brush(self, steps: int) -> None:
        self.size_slider.setValue(self.size_slider.value() + steps)

    def show_brush(self, brush: Brush) -> None:
        self.size_slider.setValue(round(brush.radius * SCALE))
        self.choose(next(name for name, label in TOOLS.items() if label == brush.label))

    def show_sketch(self, sketch: ZoneSketch) -> None:
        """What can be undone, redone and cleared."""
        self.undo.setEnabled(sketch.can_undo)
        self.redo.setEnabled(sketch.can_redo)
        self.clear.setEnabled(not sketch.empty)

    def set_floating(self, floating: bool) -> None:
        """In full screen the bar lies on the picture."""
        self.setProperty("floating", floating)
        self.style().unpolish(self)
        self.style().polish(self)

    def _tell_brush(self) -> None:
        self.brush_changed.emit(Brush(TOOLS[self._tool], self.size_slider.value() / SCALE))
