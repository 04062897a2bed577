from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sinet_core.errors import DataError
from sinet_core.paper.streets.dataset import find_scenes
from sinet_core.paper.streets.recipe import StreetRecipe
from sinet_core.paper.streets.training import StreetRun, measure_streets, rate

SMALL = StreetRecipe(size=(128, 256), scale=(0.9, 1.3), batch=2, pictures=400, lr=0.05)


def test_the_rate_rises_and_falls_to_nothing() -> None:
    rates = [rate(SMALL, done / 100) for done in range(101)]
    assert rates.index(max(rates)) == 5
    assert max(rates) == pytest.approx(SMALL.lr)
    assert rates[100] == 0
    assert rates[5:] == sorted(rates[5:], reverse=True)


@pytest.mark.slow
def test_a_training_learns_the_made_streets_and_continues_after_a_kill(cityscapes: Path, tmp_path: Path) -> None:
    val = find_scenes(cityscapes, "val")
    run = StreetRun(SMALL, cityscapes, tmp_path)
    assert not run.train(2)
    halves, whole = StreetRun(SMALL, cityscapes, tmp_path), StreetRun(SMALL, cityscapes, tmp_path / "whole")
    assert halves.step == 2
    halves.train(1)
    whole.train(3)
    for mine, other in zip(halves.network.parameters(), whole.network.parameters(), strict=True):
        torch.testing.assert_close(mine, other, rtol=1e-3, atol=1e-5)
    before = measure_streets(halves.network, val, SMALL.size)
    halves.train(37)
    after = measure_streets(halves.network, val, SMALL.size)
    assert after.miou > 0.5 > before.miou
    with pytest.raises(DataError, match="another recipe"):
        StreetRun(replace(SMALL, lr=1.0), cityscapes, tmp_path)
