"""How much of the machine is used: by itself, or as the user wants it."""
from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.pipeline.tuning.governor import Costs
from app.settings import EngineSettings, Settings
from app.ui.widgets.card import Card
from app.ui.widgets.segmented import Segmented
from app.ui.widgets.slider_row import SliderRow
from app.ui.widgets.switch import Switch
from sinet_core.inference.input_sizes import Effort

EFFORTS = {"auto": "Auto", "fine": "Fine", "full": "Usual", "light": "Light", "least": "Least"}
HINTS: dict[Effort, str] = {
    "fine": "The usual network, with a larger picture",
    "full": "The usual network",
    "light": "The usual network, with a smaller picture",
    "least": "The usual network, with the smallest picture",
}
LEAST_BUDGET = 10


class SpeedPanel(Card):
    """Signals:
    changed(EngineSettings)
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Speed", "settings", parent)
        self._engine = EngineSettings()
        self.effort = Segmented("Network", EFFORTS)
        self.effort.setToolTip("Auto picks what keeps every frame within the limit below")
        self.budget = SliderRow("Use of one core", ("a little", "all of it"))
        self.rest = Switch("Rest while nothing moves")
        self.body.addWidget(QLabel("Network"))
        for widget in (self.effort, self.budget, self.rest):
            self.body.addWidget(widget)
        self.effort.chosen.connect(lambda effort: self._change(effort=effort))
        self.budget.moved.connect(lambda value: self._change(budget=max(LEAST_BUDGET, value)))
        self.rest.clicked.connect(lambda on: self._change(motion_gate=on))

    def show_costs(self, costs: Costs) -> None:
        """Each network tells what it takes on this machine."""
        for level, ms in costs.network_ms.items():
            if level.threads == 1:
                self.effort.set_hint(level.effort, f"{HINTS[level.effort]}: {ms:.0f} ms a picture on this computer")

    def show_settings(self, settings: Settings) -> None:
        """Shows values without telling them as the user's."""
        self._engine = settings.engine
        self.effort.set_value(self._engine.effort)
        self.budget.set_value(min(100, self._engine.budget))
        self.budget.setEnabled(self._engine.effort == "auto")
        self.rest.setChecked(self._engine.motion_gate)

    def _change(self, **values: object) -> None:
        self.changed.emit(replace(self._engine, **values))  # type: ignore[arg-type]
