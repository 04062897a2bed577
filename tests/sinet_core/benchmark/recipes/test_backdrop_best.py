from __future__ import annotations

import numpy as np

from sinet_core.benchmark.recipes import open_file_recipe
from sinet_core.benchmark.recipes.backdrop_best import BestBackdrop
from sinet_core.benchmark.recipes.networks import Networks
from tests.sinet_core.benchmark.people import AnySize, moment_of
from tests.sinet_core.scenes import person_alpha


def test_the_recipe_for_files_gives_every_frame_its_alpha() -> None:
    recipe = BestBackdrop(AnySize())
    moments = [moment_of(person_alpha((320, 180), 6 * index - 40), seed=index) for index in range(13)]
    state, alphas = None, []
    for moment in moments:
        ready, state = recipe.step(moment.frame, state)
        alphas += [] if ready is None else [ready]
    alphas += list(recipe.rest(state))
    for alpha, moment in zip(alphas, moments, strict=True):
        assert alpha.shape == (180, 320)
        assert moment.truth is not None
        assert float(np.abs(alpha - moment.truth).mean()) < 0.05


def test_it_is_opened_by_its_name() -> None:
    assert open_file_recipe("backdrop-best", Networks(best=AnySize)).name == "backdrop-best"
