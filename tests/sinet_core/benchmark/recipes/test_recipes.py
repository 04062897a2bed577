"""What all recipes have in common, and the registry."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sinet_core.benchmark.recipes import RECIPES, Recipe, open_file_recipe, open_recipe
from sinet_core.benchmark.recipes.backdrop import Backdrop
from sinet_core.benchmark.recipes.backdrop_best import BestBackdrop
from sinet_core.benchmark.recipes.backdrop_gated import GatedBackdrop
from sinet_core.benchmark.recipes.backscrub import Backscrub, region
from sinet_core.benchmark.recipes.jitsi import Jitsi
from sinet_core.benchmark.recipes.lfbw import Lfbw
from sinet_core.benchmark.recipes.live_backgroundremoval_lite import LiveBackgroundRemovalLite
from sinet_core.benchmark.recipes.networks import Networks, smoothstep
from sinet_core.benchmark.recipes.obs_backgroundremoval import ObsBackgroundRemoval
from sinet_core.errors import DataError
from tests.shared import SHARED, needs_shared
from tests.sinet_core.benchmark.people import RedIsPerson, moment_of
from tests.sinet_core.scenes import person_alpha

PEERS = (ObsBackgroundRemoval, LiveBackgroundRemovalLite, Backscrub, Lfbw, Jitsi)


class AnySize(RedIsPerson):
    """Accepts whole frames, as our own engines do."""

    def alpha(self, image: np.ndarray) -> np.ndarray:
        self.size = image.shape[:2]
        return super().alpha(image)


def made() -> list[Recipe]:
    return [Backdrop(AnySize()), GatedBackdrop(Backdrop(AnySize())), *(peer(RedIsPerson()) for peer in PEERS)]


def steps(recipe: Recipe, moments: list[Any]) -> list[np.ndarray]:
    state, alphas = None, []
    for moment in moments:
        alpha, state = recipe.step(moment.frame, state)
        alphas.append(alpha)
    return alphas


def seen_by(recipe: Recipe, alpha: np.ndarray) -> tuple[slice, slice]:
    """The part of a frame that a recipe looks at."""
    return region(alpha.shape, (36, 64)) if recipe.name == "backscrub" else (slice(None), slice(None))


@pytest.mark.parametrize("recipe", made(), ids=lambda recipe: recipe.name)
@pytest.mark.parametrize("size", [(320, 180), (160, 120), (163, 241)])
def test_an_alpha_of_frame_size_settles_on_the_person(recipe: Recipe, size: tuple[int, int]) -> None:
    moments = [moment_of(person_alpha(size), seed=index) for index in range(12)]
    truth = moments[0].truth
    assert truth is not None
    for alpha in steps(recipe, moments):
        assert alpha.shape == size[::-1]
        assert alpha.dtype == np.float32
        assert alpha.min() >= 0
        assert alpha.max() <= 1
    seen = seen_by(recipe, alpha)
    assert float(np.abs(alpha - truth)[seen].mean()) < 0.15
    assert float(alpha[seen][truth[seen] > 0.99].mean()) > 0.9


@pytest.mark.parametrize("recipe", made(), ids=lambda recipe: recipe.name)
def test_a_new_frame_size_in_the_middle_is_survived(recipe: Recipe) -> None:
    moments = [moment_of(person_alpha(size)) for size in ((320, 180), (160, 120), (160, 120))]
    assert [alpha.shape for alpha in steps(recipe, moments)] == [(180, 320), (120, 160), (120, 160)]


@pytest.mark.parametrize("recipe", made(), ids=lambda recipe: recipe.name)
def test_state_is_passed_and_never_kept(recipe: Recipe) -> None:
    moments = [moment_of(person_alpha((160, 96), 4 * index), seed=index) for index in range(4)]
    once, again = steps(recipe, moments), steps(recipe, moments)
    assert all(np.array_equal(first, second) for first, second in zip(once, again, strict=True))


def test_names_are_those_of_the_registry() -> None:
    assert [recipe.name for recipe in made()] == list(RECIPES)
    assert all(recipe.about for recipe in made())


def test_missing_networks_are_reported(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No recipe 'magic'"):
        open_recipe("magic", Networks())
    with pytest.raises(DataError, match="needs the network"):
        open_recipe("jitsi", Networks())
    with pytest.raises(DataError, match="No network"):
        open_recipe("jitsi", Networks(tmp_path))


@needs_shared
@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_opens_and_sees_nobody_on_a_plain_wall(name: str) -> None:
    recipe = open_recipe(name, Networks(SHARED / "peers"))
    frame = np.full((180, 320, 3), 128, np.uint8)
    alpha, _ = recipe.step(frame, None)
    assert alpha.shape == (180, 320)
    assert alpha.mean() < 0.5


def test_smoothstep() -> None:
    x = np.array([0.0, 0.2, 0.3, 0.4, 1.0], np.float32)
    assert smoothstep(0.2, 0.4, x).tolist() == pytest.approx([0, 0, 0.5, 1, 1])


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
