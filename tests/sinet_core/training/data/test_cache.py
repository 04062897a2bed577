from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.errors import DataError
from sinet_core.training.data import cache as cache_module
from sinet_core.training.data.cache import Cache, build_cache
from sinet_core.training.recipe import Data, Recipe
from tests.sinet_core.datagen.labels import write_labels
from tests.sinet_core.training.pictures import tiny_recipe

SCORES = {"a": 0.9, "b": 0.9, "c": 0.2, "d": 0.2}


@pytest.fixture
def recipe() -> Recipe:
    return replace(tiny_recipe(), data=(Data("p", "pictures", "person", teacher="labels", agreement=0.5),))


def names(cache: Cache) -> list[str]:
    return sorted(record.name for record in [*cache.records, *cache.held_out])


def test_doubtful_labels_are_left_out(tmp_path: Path, recipe: Recipe) -> None:
    write_labels(tmp_path, SCORES)
    assert names(build_cache(recipe, tmp_path, tmp_path, tmp_path / "cache")) == ["a", "b"]


def test_a_persons_word_is_above_the_teachers(tmp_path: Path, recipe: Recipe) -> None:
    folder = write_labels(tmp_path, SCORES)
    (folder / "review.csv").write_text("a,rejected\nc,accepted\nd,accepted\nd,undone\n")
    assert names(build_cache(recipe, tmp_path, tmp_path, tmp_path / "cache")) == ["b", "c"]


def test_what_is_rejected_goes_even_where_no_agreement_is_asked(tmp_path: Path, recipe: Recipe) -> None:
    folder = write_labels(tmp_path, SCORES)
    (folder / "review.csv").write_text("a,rejected\n")
    lenient = replace(recipe, data=(replace(recipe.data[0], agreement=0.0),))
    assert names(build_cache(lenient, tmp_path, tmp_path, tmp_path / "cache")) == ["b", "c", "d"]


def test_further_decisions_make_the_cache_again(tmp_path: Path, recipe: Recipe) -> None:
    folder = write_labels(tmp_path, SCORES)
    before = names(build_cache(recipe, tmp_path, tmp_path, tmp_path / "cache"))
    (folder / "review.csv").write_text("a,rejected\n")
    assert before == ["a", "b"]
    assert names(build_cache(recipe, tmp_path, tmp_path, tmp_path / "cache")) == ["b"]


def test_people_that_no_teacher_sees_do_not_make_an_empty_room(tmp_path: Path, recipe: Recipe) -> None:
    folder = write_labels(tmp_path, {"a": 0.9, "crowd": 1.0})
    cv2.imwrite(str(folder / "masks/crowd.png"), np.zeros((20, 20), np.uint8))
    assert names(build_cache(recipe, tmp_path, tmp_path, tmp_path / "cache")) == ["a"]


def test_a_room_that_a_person_accepts_stays_whatever_the_teachers_see_in_it(tmp_path: Path, recipe: Recipe) -> None:
    folder = write_labels(tmp_path, SCORES)
    for name in SCORES:  # a chair that teachers take for a person
        cv2.imwrite(str(folder / "masks" / f"{name}.png"), np.full((20, 20), 255, np.uint8))
    rooms = replace(recipe, data=(replace(recipe.data[0], kind="room", agreement=0.0),))
    with pytest.raises(DataError, match="leaves no pictures"):
        build_cache(rooms, tmp_path, tmp_path, tmp_path / "cache")
    (folder / "review.csv").write_text("b,accepted\n")
    cache = build_cache(rooms, tmp_path, tmp_path, tmp_path / "cache")
    assert names(cache) == ["b"]
    assert cache.read([*cache.records, *cache.held_out][0])[1].max() == 0


def test_an_interrupted_rebuild_leaves_no_label_with_another_picture(
    tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_labels(tmp_path, SCORES)
    for value, name in enumerate(SCORES, 1):  # a picture and its label have the same brightness
        cv2.imwrite(str(tmp_path / "pictures" / f"{name}.png"), np.full((20, 20, 3), 50 * value, np.uint8))
        cv2.imwrite(str(tmp_path / "labels/masks" / f"{name}.png"), np.full((20, 20), 50 * value, np.uint8))
    lenient = replace(recipe, data=(replace(recipe.data[0], agreement=0.0),))
    build_cache(lenient, tmp_path, tmp_path, tmp_path / "cache")
    killed = replace(lenient, data=(replace(lenient.data[0], without=("a",)),))
    read = cache_module.read_pair
    with monkeypatch.context() as patch:
        patch.setattr(cache_module, "read_pair", lambda *args: 1 / 0 if args[2] == "c" else read(*args))
        with pytest.raises(ZeroDivisionError):
            build_cache(killed, tmp_path, tmp_path, tmp_path / "cache")
    for wanted, expected in ((lenient, "abcd"), (killed, "bcd")):
        cache = build_cache(wanted, tmp_path, tmp_path, tmp_path / "cache")
        assert "".join(names(cache)) == expected
        for record in [*cache.records, *cache.held_out]:
            image, alpha = cache.read(record)
            assert abs(int(image[9, 9, 0]) - int(alpha[9, 9])) < 5


def test_a_recipe_that_needs_labels_says_so(tmp_path: Path, recipe: Recipe) -> None:
    write_labels(tmp_path, SCORES)
    with pytest.raises(DataError, match="p needs the teachers' labels"):
        build_cache(recipe, tmp_path, None, tmp_path / "cache")


def test_what_a_test_set_shows_too_is_left_out(tmp_path: Path, recipe: Recipe) -> None:
    write_labels(tmp_path, SCORES)
    fewer = replace(recipe, data=(replace(recipe.data[0], without=("a",)),))
    assert names(build_cache(fewer, tmp_path, tmp_path, tmp_path / "cache")) == ["b"]


def test_nobody_is_trained_on_and_held_out(tmp_path: Path, recipe: Recipe) -> None:
    write_labels(tmp_path, {f"{person:03}_{shot:02}": 0.9 for person in range(40) for shot in range(3)})
    people = replace(recipe, data=(replace(recipe.data[0], person_parts=1),))
    cache = build_cache(people, tmp_path, tmp_path, tmp_path / "cache")
    held_out, trained = ({record.name[:3] for record in part} for part in (cache.held_out, cache.records))
    assert held_out
    assert held_out.isdisjoint(trained)
