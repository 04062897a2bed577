from __future__ import annotations

from dataclasses import replace

from app.pipeline.tuning.governor import Level, costs_like
from app.settings import EngineSettings, Settings
from tests.app.ui.conftest import Desk


def choose(desk: Desk, text: str) -> None:
    effort = desk.window.panels.speed.effort
    effort.setCurrentIndex(effort.findText(text))
    effort.activated.emit(effort.currentIndex())


def test_a_network_is_pinned_and_let_go_again(desk: Desk) -> None:
    panel = desk.window.panels.speed
    assert panel.budget.isEnabled()
    choose(desk, "Fast")
    assert desk.session.applied[-1].engine == EngineSettings(effort="light")
    assert not panel.budget.isEnabled()  # a manual choice has no limit
    choose(desk, "Automatic")
    assert desk.session.applied[-1].engine == EngineSettings()


def test_the_budget_is_never_nothing(desk: Desk) -> None:
    desk.window.panels.speed.budget.slider.setValue(40)
    assert desk.session.applied[-1].engine.budget == 40
    desk.window.panels.speed.budget.slider.setValue(0)
    assert desk.session.applied[-1].engine.budget == 10
    assert desk.window.panels.speed.budget.value.text() == "10"


def test_the_network_need_not_rest(desk: Desk) -> None:
    desk.window.panels.speed.rest.click()
    assert desk.session.applied[-1].engine == EngineSettings(motion_gate=False)


def test_values_are_shown(desk: Desk) -> None:
    panel = desk.window.panels.speed
    panel.show_settings(replace(Settings(), engine=EngineSettings(effort="least", budget=200, motion_gate=False)))
    assert panel.budget.slider.value() == 100
    assert not panel.rest.isChecked()


def test_each_network_tells_what_it_takes_here(desk: Desk) -> None:
    panel = desk.window.panels.speed
    panel.show_costs(costs_like(Level("full"), 3.0, 8.0, (1, 2)))
    texts = [panel.effort.itemText(index) for index in range(panel.effort.count())]
    assert texts[:5] == ["Automatic", "Best · 16 ms", "Finest · 9 ms", "Finer · 4 ms", "Fine · 3 ms"]
