from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.pipeline.stats import Stats
from app.settings import EngineSettings
from app.ui.state.foot import LOOKS, SlowWatch, doing
from app.ui.state.view_state import ViewState
from tests.app.ui.state.states import LIVE

ENGINE = EngineSettings()


def after(looks: int, fps: float, *, dropped: int = 5, state: ViewState = LIVE,
          engine: EngineSettings = ENGINE) -> str:
    watch, said = SlowWatch(), ""
    for number in range(1, looks + 1):
        said = watch.look(Stats(fps=fps, dropped=dropped * number), state, engine)
    return said


def test_a_moment_is_no_news_but_what_stays_slow_is() -> None:
    assert after(LOOKS - 1, 12.0) == ""
    assert after(LOOKS, 12.0).startswith("Slow: ")
    assert after(LOOKS, 29.0) == ""
    watch = SlowWatch()
    for fps in (12.0, 12.0, 12.0, 30.0, 12.0, 12.0, 12.0):
        assert watch.look(Stats(fps=fps, dropped=9), LIVE, EngineSettings()) == ""


@pytest.mark.parametrize(("engine", "advice"), [
    (EngineSettings(), "Processor limit"),
    (EngineSettings(budget=100), "lower resolution"),
    (EngineSettings(effort="fine"), "Detail"),
    (EngineSettings(effort="least"), "lower resolution"),
])
def test_it_is_said_what_helps(engine: EngineSettings, advice: str) -> None:
    assert advice in after(LOOKS, 12.0, engine=engine)


def test_a_camera_in_the_dark_is_not_the_machines_fault() -> None:
    sources = {"camera:1": "light", "http://10.0.0.2/video": "network camera", "demo": "other programs"}
    for source_id, advice in sources.items():
        assert advice in after(LOOKS, 15.0, dropped=0, state=replace(LIVE, source_id=source_id))


@pytest.mark.parametrize("state", [
    ViewState(), replace(LIVE, phase="lost"), replace(LIVE, engine="loading"), replace(LIVE, paused=True),
    replace(LIVE, source_fps=12.0),
])
def test_where_few_pictures_are_right_nothing_is_slow(state: ViewState) -> None:
    assert after(LOOKS + 3, 12.0, state=state) == ""


def test_what_happens_with_the_picture() -> None:
    busy = replace(LIVE, recording=True, cast="on")
    assert doing(Stats(recorded_seconds=83.0), busy) == "Recording 1:23 · Available in calls"
    assert doing(Stats(recording=Path("a.mp4")), replace(LIVE, recording=True)) == "Recording 0:00"
    assert doing(Stats(), replace(LIVE, recording=True)) == "Saving the recording…"
    assert doing(Stats(), LIVE) == ""
