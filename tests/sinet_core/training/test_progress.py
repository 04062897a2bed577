from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.training import progress as module
from sinet_core.training.progress import REPORT_EVERY_S, Position, Progress
from sinet_core.training.progress_log import read_curves
from sinet_core.training.validation import Validated
from tests.sinet_core.training.pictures import tiny_recipe


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_what_it_logs_is_what_curves_read(
    tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe, position = tiny_recipe(), Position()
    progress = Progress(tmp_path, recipe, position, 2)
    assert not progress.due()
    clock.now += REPORT_EVERY_S
    assert progress.due()
    position.step = 2
    progress.report(position, 0.5, 1e-3)
    progress.validated(position, Validated({"discs": 90.0, "others": 80.0}, 1.5), best=True)
    curves = read_curves(tmp_path / "log.csv", [stage.batch * 2 for stage in recipe.stages])
    assert curves.loss == ((16, 0.5),)
    assert curves.miou == ((16, 85.0),)
    said = capsys.readouterr().out
    assert f"{2 * 4 * 2 / REPORT_EVERY_S:.1f} pictures/s" in said
    assert "step 2/3" in said
    assert "best so far (discs 90.00, others 80.00)" in said
    assert not progress.due()


def test_a_run_that_resumes_goes_on_in_the_same_log_at_its_own_speed(
    tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    for start in (0, 10):
        position = Position(0, start)
        progress = Progress(tmp_path, tiny_recipe(), position, 1)
        clock.now += 10
        position.step += 5
        progress.report(position, 0.1, 1e-3)
    lines = (tmp_path / "log.csv").read_text().splitlines()
    assert lines[0].startswith("time,stage,step")
    assert len(lines) == 3
    assert capsys.readouterr().out.count("2.0 pictures/s") == 2
