"""How much of the machine is used: automatic, or as chosen."""
from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.pipeline.tuning.governor import Costs
from app.settings import EngineSettings, Settings
from app.ui.widgets.card import Card
from app.ui.widgets.combo import Combo
from app.ui.widgets.slider_row import SliderRow
from app.ui.widgets.switch import Switch
from app.ui.widgets.text import caption

EFFORTS = {
    "auto": "Automatic", "best": "Best", "finest": "Finest", "fine": "Finer", "full": "Fine", "light": "Fast",
    "least": "Fastest",
}
MIN_BUDGET = 10


class SpeedPanel(Card):
    """Signals:
    changed(EngineSettings)
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Speed", "settings", parent)
        self._engine = EngineSettings()
        self.effort = Combo("Detail")
        for effort, text in EFFORTS.items():
            self.effort.addItem(text, effort)
        self.effort.setToolTip("How finely edges are detected. Automatic chooses the best within the limit below")
        self.budget = SliderRow("Processor limit", ("low", "one core"), limits=(MIN_BUDGET, 100))
        self.rest = Switch("Save power when still")
        detail = caption("Detail")
        detail.setBuddy(self.effort)
        self.body.addWidget(detail)
        for widget in (self.effort, self.budget, self.rest):
            self.body.addWidget(widget)
        self.effort.activated.connect(lambda: self._change(effort=self.effort.currentData()))
        self.budget.moved.connect(lambda value: self._change(budget=value))
        self.rest.clicked.connect(lambda on: self._change(motion_gate=on))

    def show_costs(self, costs: Costs) -> None:
        """Adds to each choice the network's time per frame on this computer."""
        for level, ms in costs.network_ms.items():
            if level.threads == 1:
                self.effort.setItemText(self.effort.findData(level.effort), f"{EFFORTS[level.effort]} · {ms:.0f} ms")

    def show_settings(self, settings: Settings) -> None:
        """Shows values without a signal."""
        self._engine = settings.engine
        self.effort.setCurrentIndex(self.effort.findData(self._engine.effort))
        self.budget.set_value(min(100, self._engine.budget))
        self.budget.setEnabled(self._engine.effort == "auto")
        self.rest.setChecked(self._engine.motion_gate)

    def _change(self, **values: object) -> None:
        self.changed.emit(replace(self._engine, **values))  # type: ignore[arg-type]
