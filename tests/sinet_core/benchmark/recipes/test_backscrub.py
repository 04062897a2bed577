from __future__ import annotations

import numpy as np

from sinet_core.benchmark.recipes.backscrub import Backscrub
from tests.sinet_core.benchmark.people import RedIsPerson, moment_of
from tests.sinet_core.benchmark.recipes.frames import EMPTY, HERE


def test_backscrub_shows_the_mask_of_the_frame_before_and_no_side_strips() -> None:
    recipe = Backscrub(RedIsPerson())
    alpha, state = recipe.step(HERE, None)
    assert alpha.max() == 0
    alpha, state = recipe.step(EMPTY, state)
    assert alpha[150, 160] > 0.8
    alpha, _ = recipe.step(EMPTY, state)
    assert 0 < alpha[150, 160] < 0.15, "an eighth stays"
    wide = moment_of(np.ones((90, 320), np.float32)).frame
    _, state = recipe.step(wide, None)
    assert state.alpha[:, :70].max() == 0
    assert state.alpha[45, 160] > 0.8
