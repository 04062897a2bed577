from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sinet_core.datagen.pictures import find_pictures
from sinet_core.datagen.review import read_decisions
from sinet_core.errors import DataError
from sinet_core.training.recipe import load_recipe
from tests.shared import ROOT, SHARED, needs_shared

RECIPES = ROOT / "sinet_core" / "training" / "recipes"


def test_paper_has_the_papers_numbers() -> None:
    recipe = load_recipe("paper")
    encoder, network = recipe.stages
    assert (encoder.train, encoder.batch, encoder.lr) == ("encoder", 36, 7.5e-3)
    assert (encoder.begin, network.begin) == ("last", "best")
    assert (network.train, network.batch, network.lr) == ("network", 24, 7.5e-3)
    assert (encoder.encoder_at, encoder.encoder_band_px, recipe.augment.style) == (8, 5, "authors")
    assert (recipe.optimizer, recipe.weight_decay, recipe.boundary_px) == ("adam", 2e-4, 15)


@pytest.mark.parametrize("name", ["webcam", "hands", "people", "paper", "paper_encoder"])
def test_no_recipe_trains_on_test_pictures(name: str) -> None:
    data = load_recipe(name).data
    assert next(item.list for item in data if item.images.startswith("eg1800")) == "eg1800/train.txt"
    forbidden = ("everyday", "aisegment", "rooms_test", "motion", "clips", "hands_test", "webcam_test")
    assert not [item.images for item in data if item.images.startswith(forbidden)]


@needs_shared
@pytest.mark.parametrize("name", ["webcam", "hands", "people"])
def test_no_room_is_trained_on_that_a_test_shows_too(name: str) -> None:
    houses = next(item for item in load_recipe(name).data if item.name == "houses")
    tested = np.stack([glance(path) for path in find_pictures(SHARED / "data/rooms_test")])
    trained = [path for path in find_pictures(SHARED / "data" / houses.images) if path.stem not in houses.without]
    nearest = {path.stem: float(np.abs(tested - glance(path)).mean(1).min()) for path in trained}
    assert {stem: distance for stem, distance in nearest.items() if distance < 4} == {}


def glance(path: Path) -> NDArray[np.float32]:
    """The picture as a few levels of grey, 0..255."""
    picture = cv2.imread(str(path), cv2.IMREAD_REDUCED_GRAYSCALE_4)
    assert picture is not None
    small = cv2.resize(picture, (16, 12), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32).ravel()


NO_RECIPES = ["not = = toml", 'name = "x"', 'name = "x"\nseed = 1\nfoo = 2\ndata = []\nstages = []']


@pytest.mark.parametrize("text", NO_RECIPES)
def test_anything_but_a_recipe_is_one_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(DataError, match="is not a recipe"):
        load_recipe(str(path))


def test_what_was_thrown_out_is_kept_and_belongs_to_the_recipe() -> None:
    reviews = RECIPES / "reviews"
    people, rooms, without = (
        read_decisions(reviews / f"{name}.csv") for name in ("rooms_people", "rooms_places", "raw_people")
    )
    assert set(people.values()) == {"accepted"}
    assert {rooms[name] for name in people} == {"rejected"}, "no room, since somebody is in it"
    assert set(without.values()) == {"rejected"}
    recipes = load_recipe("webcam"), load_recipe("hands")
    folders = {f"{item.teacher.replace('/', '_')}" for recipe in recipes for item in recipe.data}
    assert {path.stem for path in reviews.iterdir()} <= folders


def test_unknown_recipe_names_the_known() -> None:
    with pytest.raises(DataError) as caught:
        load_recipe("magic")
    assert "hands, paper, paper_encoder, people, webcam" in caught.value.hint


def test_a_stage_may_say_differently_how_pictures_are_varied(tmp_path: Path) -> None:
    stage = 'train = "network"\nsizes = [[64, 64]]\nbatch = 1\npictures = 1\nlr = 1\nlr_end = 1\n'
    path = tmp_path / "mine.toml"
    path.write_text(
        'name = "x"\nseed = 1\ndata = []\n[augment]\nnoise = 0.9\nblur = 0.8\n'
        f"[[stages]]\n{stage}[[stages]]\n{stage}[stages.augment]\nnoise = 0.1\n"
    )
    usual, own = load_recipe(str(path)).stages
    assert usual.augment is None
    assert own.augment is not None
    assert (own.augment.noise, own.augment.blur) == (0.1, 0.8)
