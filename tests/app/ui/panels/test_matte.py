from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.panels.matte import ROWS
from sinet_core.matting.settings import MatteSettings
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


@pytest.mark.parametrize("field", list(ROWS))
def test_each_slider_says_what_it_does_and_goes_back_on_a_double_click(desk: Desk, field: str) -> None:
    row = desk.window.panels.matte.rows[field]
    assert ROWS[field].tip in row.toolTip()
    assert row.slider.accessibleDescription() == ROWS[field].tip
    row.slider.setValue(77)
    assert getattr(desk.session.applied[-1].matte, field) == 0.77
    QTest.mouseDClick(row.slider, Qt.MouseButton.LeftButton)
    assert desk.session.applied[-1].matte == MatteSettings()
