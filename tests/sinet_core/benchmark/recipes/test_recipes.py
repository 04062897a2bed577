"""What all recipes have in common, and the registry."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sinet_core.benchmark.recipes import RECIPES, Recipe, open_recipe
from sinet_core.benchmark.recipes.backdrop import Backdrop
from sinet_core.benchmark.recipes.backdrop_gated import GatedBackdrop
from sinet_core.benchmark.recipes.backscrub import Backscrub, region
from sinet_core.benchmark.recipes.jitsi import Jitsi
from sinet_core.benchmark.recipes.lfbw import Lfbw
from sinet_core.benchmark.recipes.live_backgroundremoval_lite import LiveBackgroundRemovalLite
from sinet_core.benchmark.recipes.networks import Networks
from sinet_core.benchmark.recipes.obs_backgroundremoval import ObsBackgroundRemoval
from tests.shared import SHARED, needs_shared
from tests.sinet_core.benchmark.people import AnySize, RedIsPerson, moment_of
from tests.sinet_core.scenes import person_alpha

PEERS = (ObsBackgroundRemoval, LiveBackgroundRemovalLite, Backscrub, Lfbw, Jitsi)


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


@needs_shared
@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_opens_and_sees_nobody_on_a_plain_wall(name: str) -> None:
    recipe = open_recipe(name, Networks(SHARED / "peers"))
    frame = np.full((180, 320, 3), 128, np.uint8)
    alpha, _ = recipe.step(frame, None)
    assert alpha.shape == (180, 320)
    assert alpha.mean() < 0.5
