from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline import events
from app.pipeline.stats import Stats
from tests.app.ui.conftest import Desk


def test_the_foot_is_for_people_and_has_figures_on_request(desk: Desk) -> None:
    desk.session.start()
    figures = desk.window.figures
    measured = (figures.latency, figures.dropped, figures.cores, figures.engine)
    desk.window.show_stats(Stats(29.7, 41.2, dropped=3, engine="SINet", cores=0.41))
    assert figures.fps.isVisible()
    assert not any(figure.isVisible() for figure in (*measured, figures.doing, figures.slow))
    desk.window.actions_.figures.trigger()
    assert all(figure.isVisible() for figure in measured)
    assert desk.controller.settings.window.show_figures
    desk.controller.toggle_recording()
    for dropped in range(4, 9):
        desk.window.show_stats(Stats(9.0, dropped=dropped, recorded_seconds=7.0))
    assert figures.doing.text() == "Recording 0:07"
    assert figures.slow.text().startswith("Slow: ")
    assert figures.slow.isVisible()


def test_the_foot_shows_what_is_measured(desk: Desk, qtbot: QtBot) -> None:
    desk.session.start()
    desk.session.figures = Stats(
        29.7, 41.2, dropped=3, stage_ms={"segment": 6.1}, engine="SINet 224×224 · OpenVINO", note="smaller", cores=0.41)
    figures = desk.window.figures
    qtbot.waitUntil(lambda: figures.fps.text() == "30 fps")
    assert figures.latency.text() == "41 ms"
    assert figures.dropped.text() == "3 dropped"
    assert figures.engine.text() == "SINet 224×224 · OpenVINO · smaller"
    assert figures.cores.text() == "41% of a core"
    assert figures.source.text() == "Demo clip · 1280×720"


def test_figures_are_read_aloud_with_their_values_and_fit_a_small_window(desk: Desk) -> None:
    figures = desk.window.figures
    note = "SINet 192×320 · kernels · the size that this machine has room for, as far as can be told"
    desk.window.actions_.figures.trigger()
    desk.window.show_stats(Stats(fps=30.0, latency_ms=41.0, engine=note))
    desk.window.resize(desk.window.minimumSize())
    QTest.qWait(10)
    assert figures.latency.accessibleName() == "Latency: 41 ms"
    assert figures.engine.width() < figures.engine.sizeHint().width()
    assert note in figures.engine.toolTip()
    assert figures.engine.geometry().right() <= figures.width()


def test_a_source_of_unknown_size_has_no_empty_fact(desk: Desk) -> None:
    desk.session.tell(events.SourceLost("Camera", AppError("gone", "")))
    assert desk.window.figures.source.text() == "Camera"
