from __future__ import annotations

from pathlib import Path

from app.pipeline.stats import Stats
from tests.app.ui.conftest import Desk


def test_a_recording_is_seen_in_title_and_icon(desk: Desk) -> None:
    plain = desk.window.windowIcon().pixmap(32, 32).toImage()
    desk.session.start()
    desk.controller.toggle_recording()
    desk.window.show_stats(Stats(recording=Path("take.mp4"), recorded_seconds=42.3))
    assert desk.window.windowTitle() == "● 0:42 – Backdrop"
    desk.window.show_stats(Stats())
    assert desk.window.windowTitle() == "● 0:42 – Backdrop", "its end is being written"
    corner = desk.window.windowIcon().pixmap(32, 32).toImage().pixelColor(24, 24)
    assert corner.red() > 200 > 100 > corner.green()
    desk.controller.toggle_recording()
    assert desk.window.windowTitle() == "Backdrop"
    assert desk.window.windowIcon().pixmap(32, 32).toImage() == plain
