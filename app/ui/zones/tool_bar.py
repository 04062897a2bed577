"""The painting tools, in place of the control bar while zones are painted."""
from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from app.ui.style.theme import BAR_HEIGHT
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.segmented import Segmented
from app.ui.widgets.switch import Switch
from app.ui.widgets.text import button, caption
from app.ui.zones.canvas import MAX_BRUSH, MIN_BRUSH, Brush
from app.ui.zones.sketch import ZoneSketch
from sinet_core.matting.zones import DROP, KEEP, NONE

TOOLS = {"keep": KEEP, "drop": DROP, "erase": NONE}
HINTS = {
    "keep": "Keep: always shows. Where you paint, everyone can see your room.",
    "drop": "Drop: never shows, not even when you move there.",
    "erase": "Erase: removes paint, so that Backdrop decides again.",
}
SCALE = 100
ROOMY = 680  # px that all controls take in one row


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
        self.setFixedHeight(BAR_HEIGHT)
        self._tool = "keep"
        self.tools = Segmented("Brush", {"keep": "Keep", "drop": "Drop", "erase": "Erase"})
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
        self.size_slider.setRange(round(MIN_BRUSH * SCALE), round(MAX_BRUSH * SCALE))
        self.size_slider.setFixedWidth(96)
        self.size_slider.setAccessibleName("Brush size")
        self.size_slider.setToolTip("Brush size  ([ and ])")
        self.undo.setToolTip("Undo  (Ctrl+Z)")
        self.redo.setToolTip("Redo  (Ctrl+Shift+Z)")
        self.room.setToolTip("Shows what you are painting over. Only you see it.")
        self.done.setToolTip("Back to the picture  (Esc)")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _lay_out(self) -> None:
        self._size = QLabel("Size")
        self._size.setBuddy(self.size_slider)
        self._rows = QHBoxLayout(), QHBoxLayout()
        for row in self._rows:
            row.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(0)
        for row in self._rows:
            column.addLayout(row)
        self._arrange(narrow=False)

    def _arrange(self, *, narrow: bool) -> None:
        """Puts the controls in one row above the hint; in a narrow window in two rows, with the hint as a tool tip."""
        for row in self._rows:
            while row.count():
                row.takeAt(0)
        brushes = self.tools, 8, self.undo, self.redo, self.clear
        others = self._size, self.size_slider, 8, self.room, 12, self.done
        if narrow:
            parts: tuple[tuple[QWidget | int, ...], ...] = brushes, others
        else:
            parts = (self.tools, 8, self._size, self.size_slider, 8, *brushes[2:], 8, *others[3:]), (self.hint,)
        for row, things in zip(self._rows, parts, strict=True):
            row.addStretch(1)
            for thing in things:
                row.addSpacing(thing) if isinstance(thing, int) else row.addWidget(thing)
            row.addStretch(1)
        self.hint.setVisible(not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.size().width() < ROOMY) != self.hint.isHidden():
            self._arrange(narrow=event.size().width() < ROOMY)

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
        self.tools.setToolTip(f"K, D or E. {HINTS[tool]}")
        self._tell_brush()

    def resize_brush(self, steps: int) -> None:
        self.size_slider.setValue(self.size_slider.value() + steps)

    def show_brush(self, brush: Brush) -> None:
        self.size_slider.setValue(round(brush.radius * SCALE))
        self.choose(next(name for name, label in TOOLS.items() if label == brush.label))

    def show_sketch(self, sketch: ZoneSketch) -> None:
        """Shows what can be undone, redone and cleared."""
        self.undo.setEnabled(sketch.can_undo)
        self.redo.setEnabled(sketch.can_redo)
        self.clear.setEnabled(not sketch.empty)

    def set_floating(self, floating: bool) -> None:
        """In full screen the bar floats over the picture."""
        self.setProperty("floating", floating)
        self.style().unpolish(self)
        self.style().polish(self)

    def _tell_brush(self) -> None:
        self.brush_changed.emit(Brush(TOOLS[self._tool], self.size_slider.value() / SCALE))
