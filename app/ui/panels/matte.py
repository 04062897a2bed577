"""How the person's edge is shaped."""
from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.settings import Settings
from app.ui.widgets.card import Card
from app.ui.widgets.slider_row import SliderRow
from app.ui.widgets.text import button, caption, hairline
from sinet_core.matting.settings import MatteSettings

PAINT = "Paint what always shows and what never does  (Ctrl+K)"

class Control(NamedTuple):
    """A slider's name, the words at its ends, and what it does."""

    name: str
    ends: tuple[str, str]
    tip: str


ROWS = {
    "coverage": Control("Coverage", ("tight", "generous"),
                        "How much around you is kept. Generous keeps hair and fingers; tight hides more of the room."),
    "softness": Control("Edge softness", ("crisp", "soft"), "How softly you blend into the background."),
    "steadiness": Control("Movement", ("quick", "steady"),
                          "Steady keeps edges calm; quick follows every movement at once but may flicker."),
    "light_wrap": Control("Light wrap", ("none", "full"),
                          "Lets light from the background spill over your edges, as if you were there."),
}
DEFAULTS = MatteSettings()


class MattePanel(Card):
    """Signals:
    changed(MatteSettings)
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Edges", "matte", parent)
        self._matte = MatteSettings()
        self.reset = button("Reset", "link")
        self.reset.setAccessibleName("Reset edges")
        self.reset.setToolTip("Puts all four sliders back to the values that measured best")
        self.reset.clicked.connect(lambda: self.changed.emit(DEFAULTS))
        self.head.addWidget(self.reset)
        self.rows = {
            field: SliderRow(row.name, row.ends, tip=row.tip, default=round(getattr(DEFAULTS, field) * 100))
            for field, row in ROWS.items()
        }
        for field, row in self.rows.items():
            row.moved.connect(lambda value, field=field: self._move(field, value))
            self.body.addWidget(row)
        self.paint = button("Paint…")
        self.paint.setAccessibleName("Paint keep and drop zones")
        self.allow_painting(True)
        self._zones = caption("")
        self._zones.setWordWrap(True)
        self.body.addWidget(hairline())
        self.body.addLayout(self._zone_row())

    def _zone_row(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(QLabel("Keep and drop zones"))
        words.addWidget(self._zones)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.paint)
        return row

    def allow_painting(self, allowed: bool) -> None:
        """Painting needs a picture to paint on."""
        self.paint.setEnabled(allowed)
        self.paint.setToolTip(PAINT if allowed else "There is no picture to paint on yet")

    def show_zones(self, text: str) -> None:
        """Describes the zones of this camera."""
        self._zones.setText(text)

    def show_settings(self, settings: Settings) -> None:
        """Shows values without a signal."""
        self._matte = settings.matte
        for field, row in self.rows.items():
            row.set_value(round(getattr(self._matte, field) * 100))
        self.reset.setEnabled(self._matte != DEFAULTS)

    def _move(self, field: str, value: int) -> None:
        self.changed.emit(replace(self._matte, **{field: value / 100}))
