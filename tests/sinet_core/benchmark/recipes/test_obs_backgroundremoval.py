from __future__ import annotations

import numpy as np

from sinet_core.benchmark.recipes.obs_backgroundremoval import ObsBackgroundRemoval
from tests.sinet_core.benchmark.people import RedIsPerson, moment_of
from tests.sinet_core.benchmark.recipes.frames import EMPTY, HERE, SIZE, THERE
from tests.sinet_core.scenes import person_alpha


def test_obs_keeps_its_mask_while_the_picture_looks_the_same() -> None:
    network = RedIsPerson()
    recipe = ObsBackgroundRemoval(network)
    first, state = recipe.step(HERE, None)
    same, state = recipe.step(np.clip(HERE.astype(int) + 2, 0, 255).astype(np.uint8), state)
    assert network.asked == 1
    assert same is first
    recipe.step(THERE, state)
    assert network.asked == 2


def test_obs_is_hard_and_gives_up_small_areas_of_background() -> None:
    truth = person_alpha(SIZE)
    truth[120:140, 150:170] = 0  # a gap, as between arm and hip
    alpha, _ = ObsBackgroundRemoval(RedIsPerson()).step(moment_of(truth).frame, None)
    assert set(np.unique(alpha)) == {0.0, 1.0}
    assert alpha[130, 160] == 1


def test_obs_lets_background_linger_where_the_person_arrives() -> None:
    recipe = ObsBackgroundRemoval(RedIsPerson())
    _, state = recipe.step(EMPTY, None)
    arrived, state = recipe.step(HERE, state)
    assert arrived[150, 160] == 0, "the average of before still counts as background"
    for shade in range(4):
        arrived, state = recipe.step(np.clip(HERE.astype(int) + 20 * (shade % 2 + 1), 0, 255).astype(np.uint8), state)
    assert arrived[150, 160] == 1
