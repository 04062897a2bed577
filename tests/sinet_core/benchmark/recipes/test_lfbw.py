from __future__ import annotations

from sinet_core.benchmark.recipes.lfbw import Lfbw
from tests.sinet_core.benchmark.people import RedIsPerson
from tests.sinet_core.benchmark.recipes.frames import EMPTY, HERE


def test_lfbw_follows_by_half_each_frame() -> None:
    recipe = Lfbw(RedIsPerson())
    _, state = recipe.step(EMPTY, None)
    values = []
    for _ in range(3):
        alpha, state = recipe.step(HERE, state)
        values.append(float(alpha[150, 160]))
    assert values == [0.5, 0.75, 0.875]
