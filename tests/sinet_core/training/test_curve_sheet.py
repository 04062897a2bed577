from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sinet_core.training.curve_sheet import PANEL_PX, curve_sheet, smoothed, ticks
from sinet_core.training.progress_log import read_curves


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
