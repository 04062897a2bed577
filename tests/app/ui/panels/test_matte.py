from __future__ import annotations

from sinet_core.matte import MatteSettings
from tests.app.ui.conftest import Desk


def test_each_slider_sets_its_own_value(desk: Desk) -> None:
    panel = desk.window.panels.matte
    for value, row in zip((10, 20, 30, 40), panel.rows.values(), strict=True):
        row.slider.setValue(value)
    assert desk.session.applied[-1].matte == MatteSettings(0.1, 0.2, 0.3, 0.4)


def test_reset_leads_back(desk: Desk) -> None:
    panel = desk.window.panels.matte
    assert not panel.reset.isEnabled()
    panel.rows["coverage"].slider.setValue(90)
    panel.reset.click()
    assert desk.session.applied[-1].matte == MatteSettings()
    assert panel.rows["coverage"].slider.value() == 50
