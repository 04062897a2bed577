from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.pipeline import events
from app.pipeline.stats import Stats
from app.ui.state.view_state import ViewState
from tests.app.ui.conftest import Desk


def test_the_bar_keeps_its_buttons_apart_in_the_smallest_window_and_a_long_take(desk: Desk) -> None:
    desk.session.tell(events.SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    desk.window.resize(desk.window.minimumSize())
    bar = desk.window.stage.bar
    bar.show_state(ViewState(recording=True))
    bar.show_stats(Stats(recording=Path("take.mp4"), recorded_seconds=3723.0, recorded_bytes=1_300_000_000))
    QTest.qWait(10)
    buttons = [child for child in bar.findChildren(QAbstractButton) if child.isVisible()]
    places = sorted((child.mapTo(bar, QPoint()).x(), child.width()) for child in buttons)
    assert len(places) >= 8
    assert all(left + width <= right for (left, width), (right, _) in pairwise(places))
    assert sum(places[-1]) <= bar.width()


@pytest.mark.parametrize("recording", [False, True])
def test_beside_the_panels_of_a_narrow_window_the_bar_shows_every_button_whole(desk: Desk, recording: bool) -> None:
    desk.session.tell(events.SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    desk.window.resize(760, 480)
    if recording:
        desk.window.actions_.record.trigger()
    QTest.qWait(10)
    bar = desk.window.stage.bar
    buttons = [child for child in bar.findChildren(QAbstractButton) if child.isVisible()]
    places = sorted((child.mapTo(bar, QPoint()).x(), child.width()) for child in buttons)
    assert all(left + width <= right for (left, width), (right, _) in pairwise(places))
    assert sum(places[-1]) <= bar.width()
    assert places[0][0] >= 0
    assert {"Stop recording", "Pause recording"} <= {each.accessibleName() for each in buttons} or not recording
