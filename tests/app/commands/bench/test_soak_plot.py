from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.commands.bench.soak import Sample
from app.commands.bench.soak_plot import draw_soak, nice_ceiling


def test_the_plot_shows_the_curves(tmp_path: Path) -> None:
    samples = [Sample(float(i), 30.0, 20.0 + i, None if i % 2 else 100.0 + i, 9, 20) for i in range(40)]
    draw_soak(samples, tmp_path / "soak.png")
    with Image.open(tmp_path / "soak.png") as picture:
        colors = {color for _, color in picture.convert("RGB").getcolors(1 << 20) or []}
    assert {(0x1F, 0x6F, 0xEB), (0xB3, 0x59, 0x00), (0x1A, 0x7F, 0x37)} <= colors


@pytest.mark.parametrize(("value", "ceiling"), [(0.3, 0.3), (1, 1), (7, 8), (9, 10), (31, 40), (214, 300), (800, 800)])
def test_the_axis_ends_at_a_round_number(value: float, ceiling: float) -> None:
    assert nice_ceiling(value) == pytest.approx(ceiling)
