from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.__main__ import main
from sinet_core.errors import DataError
from sinet_core.training.curve_sheet import PANEL_PX, curve_sheet, smoothed, ticks
from sinet_core.training.progress_log import read_curves

HEAD = "time,stage,step,loss,lr,pictures_per_second,val_miou\n"
LOG = HEAD + (
    "2026-01-01 10:00:00,0,10,0.9000,4.00e-03,50.0,\n"
    "2026-01-01 10:00:30,0,20,0.5000,2.00e-03,50.0,\n"
    "2026-01-01 10:01:00,0,20,,,,71.500\n"
    "2026-01-01 10:01:30,1,5,0.4000,1.00e-03,50.0,\n"
    "2026-01-01 10:02:00,1,10,0.3000,5.00e-04,50.0,\n"
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path


def test_steps_become_pictures_over_all_stages(log: Path) -> None:
    curves = read_curves(log, [4, 2])
    assert curves.loss == ((40, 0.9), (80, 0.5), (90, 0.4), (100, 0.3))
    assert curves.rate[-1] == (100, 5e-4)
    assert curves.miou == ((80, 71.5),)
    assert curves.stages == (80,)


def test_what_was_done_twice_counts_once(log: Path) -> None:
    with log.open("a") as stream:
        stream.write("2026-01-01 10:05:00,1,7,0.2500,8.00e-04,50.0,\n")
    assert read_curves(log, [4, 2]).loss[-2:] == ((90, 0.4), (94, 0.25))


@pytest.mark.parametrize("content", ["", HEAD, "a,b\n1,2\n", HEAD + "now,x,1,0.1,1,1,\n", HEAD + "now,0,-1,0.1,1,1,\n"])
def test_anything_but_a_log_is_reported(tmp_path: Path, content: str) -> None:
    (tmp_path / "log.csv").write_text(content)
    with pytest.raises(DataError) as caught:
        read_curves(tmp_path / "log.csv", [4])
    assert caught.value.hint


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(0, 1, [0, 0.5, 1]), (88, 96, [88, 90, 92, 94, 96]), (0, 0.0042, None)]
)
def test_ticks_are_round_and_few(low: float, high: float, expected: list[float] | None) -> None:
    found = ticks(low, high, 5)
    assert expected is None or found == expected
    assert 2 <= len(found) <= 6
    assert found[0] >= low
    assert found[-1] <= high


def test_smoothing_keeps_the_mean_and_takes_the_noise() -> None:
    rng = np.random.default_rng(0)
    points = [(float(x), float(rng.normal(5, 1))) for x in range(500)]
    values = [y for _, y in smoothed(points)]
    assert np.mean(values) == pytest.approx(5, abs=0.1)
    assert np.std(values) < 0.4


def test_the_sheet_has_a_panel_for_each_curve_and_its_line(log: Path) -> None:
    sheet = curve_sheet(read_curves(log, [4, 2]))
    assert sheet.shape[0] > 3 * PANEL_PX
    saturated = (sheet.max(axis=2).astype(int) - sheet.min(axis=2) > 90).sum(axis=1)
    thirds = [part.sum() for part in np.array_split(saturated, 3)]
    assert min(thirds) > 20


def test_the_command_writes_the_picture(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = log.with_name("curves.png")
    assert main(["curves", str(log), "-o", str(out)]) == 0
    assert "pictures seen" in capsys.readouterr().out
    assert cv2.imread(str(out)) is not None
    assert main(["curves", str(log.with_name("none.csv")), "-o", str(out)]) == 2
    assert "not the log of a training" in capsys.readouterr().err
