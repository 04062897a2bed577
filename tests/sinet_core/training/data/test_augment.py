from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.training.data.augment import Sampler
from sinet_core.training.data.cache import Cache, build_cache
from sinet_core.training.data.geometry import Window, warp
from sinet_core.training.data.photometric import match_light
from sinet_core.training.recipe import Augment, Data
from tests.sinet_core.training.pictures import PERSON_BGR, tiny_recipe, write_pictures


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    root = tmp_path_factory.mktemp("pictures")
    write_pictures(root)
    return build_cache(tiny_recipe(), root, None, root / "cache")


def sampler(cache: Cache, **changes: object) -> Sampler:
    recipe = tiny_recipe()
    still = Augment(color=0, blur=0, noise=0, jpeg=0, low_light=0, composite=0, room=0, aspect=(0.6, 1.4))
    return Sampler(cache, cache.records, replace(recipe, augment=replace(still, **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [{}, {"composite": 1.0}, {"composite": 1.0, "far": 1.0}, {"mosaic": 1.0},
                                  {"close": 1.0}, {"close": 1.0, "composite": 1.0}])  # fmt: skip
def test_alpha_stays_with_the_person(cache: Cache, kind: dict[str, float]) -> None:
    rng = np.random.default_rng(1)
    agree = []
    for _ in range(20):
        sample = sampler(cache, **kind).draw((64, 96), rng)
        blueness = sample.image[..., 0].astype(int) - sample.image[..., 2]
        agree.append(float(((blueness > 70) == (sample.alpha > 127)).mean()))
    assert np.mean(agree) > 0.97


def test_a_mosaic_shows_more_people_and_smaller_ones(cache: Cache) -> None:
    def people(mosaic: float) -> list[float]:
        rng = np.random.default_rng(8)
        whole = sampler(cache, mosaic=mosaic, inside=1.0, shift=0.0)
        parts = [cv2.connectedComponentsWithStats(whole.draw((96, 96), rng).alpha // 128)[2][1:] for _ in range(40)]
        return [float(np.mean([len(p) for p in parts])), float(np.median(np.concatenate(parts)[:, cv2.CC_STAT_AREA]))]

    (one, large), (several, small) = people(0.0), people(1.0)
    assert one < 1.5 < several
    assert small < large / 2


@pytest.mark.parametrize(("known", "closer"), [(1.0, True), (0.7, False)])
def test_close_people_fill_the_picture_unless_their_lower_part_has_no_label(
    cache: Cache, known: float, closer: bool
) -> None:
    records = [replace(r, ignore_below=known) for r in cache.records if r.kind == "person"]
    shares = []
    for close in (0.0, 1.0):
        augment = Augment(color=0, blur=0, noise=0, close=close, aspect=(0.6, 1.4))
        drawn = Sampler(cache, records, replace(tiny_recipe(), augment=augment))
        rng = np.random.default_rng(4)
        shares.append(float(np.mean([drawn.draw((64, 96), rng).alpha > 127 for _ in range(40)])))
    assert (shares[1] > 1.3 * shares[0]) == closer


def test_whole_bodies_stand_far_away_whole(cache: Cache) -> None:
    """Composites at a distance use whole bodies if there are any, not cut off by a webcam's frame."""
    records = [replace(r, upper_body=r.kind == "person") for r in cache.records]
    recipe = tiny_recipe()
    calm = Augment(color=0, blur=0, noise=0, composite=1.0, scale=(1, 1), shift=0, rotate=())
    shares = []
    for far in (0.0, 1.0):
        draw = Sampler(cache, records, replace(recipe, augment=replace(calm, far=far))).draw
        rng = np.random.default_rng(2)
        shares.append(np.mean([(draw((64, 64), rng).alpha > 127).mean() for _ in range(60)]))
    assert shares[1] < 0.7 * shares[0]


def test_what_is_shrunk_far_is_averaged_not_skipped() -> None:
    grain = np.random.default_rng(0).integers(0, 255, (240, 240, 3), np.uint8)
    small = warp(grain, Window(119.5, 119.5, 240, 240), (40, 40), cv2.BORDER_REFLECT_101)
    assert small.std() < grain.std() / 3
    corner = np.zeros((240, 240), np.uint8)
    corner[160:200, 40:100] = 255
    shrunk = warp(corner, Window(119.5, 119.5, 240, 240), (60, 60), cv2.BORDER_CONSTANT)
    at = cv2.boundingRect((shrunk > 127).astype(np.uint8))
    assert at == (10, 40, 15, 10)


def test_a_room_alone_has_nobody(cache: Cache) -> None:
    sample = sampler(cache, room=1.0).draw((64, 64), np.random.default_rng(0))
    assert sample.alpha.max() == 0
    assert sample.weight.min() == sample.weight.max() == 1


def test_weight_marks_the_papers_band(cache: Cache) -> None:
    sample = sampler(cache).draw((96, 96), np.random.default_rng(2))
    mask = (sample.alpha > 127).astype(np.uint8)
    kernel = np.ones((15, 15), np.uint8)
    band = cv2.dilate(mask, kernel) - cv2.erode(mask, kernel)
    np.testing.assert_array_equal(sample.weight, band + 1)


def test_same_generator_same_sample(cache: Cache) -> None:
    recipe = tiny_recipe()
    draw = Sampler(cache, cache.records, recipe).draw
    first, second = (draw((64, 64), np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(first.image, second.image)
    np.testing.assert_array_equal(first.alpha, second.alpha)


def test_window_of_the_whole_picture_is_the_picture() -> None:
    image = np.random.default_rng(0).integers(0, 255, (40, 60, 3), np.uint8)
    whole = Window(29.5, 19.5, 60, 40)
    np.testing.assert_array_equal(warp(image, whole, (40, 60), cv2.BORDER_CONSTANT), image)
    mirrored = warp(image, replace(whole, flip=True), (40, 60), cv2.BORDER_CONSTANT)
    np.testing.assert_array_equal(mirrored, image[:, ::-1])


def test_cutout_carries_its_colour_past_its_edge(cache: Cache) -> None:
    record = next(r for r in cache.records if r.kind == "cutout")
    image, alpha = cache.read(record)
    rim = cv2.dilate(alpha, np.ones((5, 5), np.uint8)) > alpha
    assert np.abs(image[rim].astype(int) - PERSON_BGR).mean() < 25


def one_person(tmp_path: Path, left: int, top: int) -> Cache:
    """Somebody who fills the picture to the right of and below a corner, and a room for them."""
    for folder in ("p/images", "p/masks", "rooms"):
        (tmp_path / folder).mkdir(parents=True)
    mask = np.zeros((90, 120), np.uint8)
    mask[top:, left:] = 255
    for i in range(20):
        cv2.imwrite(str(tmp_path / f"p/images/{i}.png"), cv2.merge([mask] * 3))
        cv2.imwrite(str(tmp_path / f"p/masks/{i}.png"), mask)
        cv2.imwrite(str(tmp_path / f"rooms/{i}.png"), np.full((90, 120, 3), 60, np.uint8))
    data = Data("p", "p/images", "person", masks="p/masks"), Data("rooms", "rooms", "room")
    return build_cache(replace(tiny_recipe(), data=data), tmp_path, None, tmp_path / "cache")


@pytest.mark.parametrize("far", [0.0, 1.0])
def test_nobody_ends_in_the_open_where_their_old_picture_ended(tmp_path: Path, far: float) -> None:
    cache = one_person(tmp_path, left=0, top=0)
    recipe = replace(tiny_recipe(), data=(Data("p", "", "person"), Data("rooms", "", "room")))
    calm = Augment(color=0, blur=0, noise=0, composite=1.0, far=far, aspect=(0.6, 1.6))
    draw = Sampler(cache, cache.records, replace(recipe, augment=calm)).draw
    rng = np.random.default_rng(3)
    assert min(int(draw((64, 64), rng).alpha.min()) for _ in range(40)) > 127


@pytest.mark.parametrize("old_room", [0, 128, 255])
def test_a_persons_light_does_not_depend_on_the_room_that_they_come_from(old_room: int) -> None:
    alpha = np.zeros((40, 40), np.uint8)
    alpha[10:30, 10:30] = 255
    person = np.where(alpha[..., None] > 0, np.uint8(90), np.uint8(old_room)).repeat(3, axis=2)
    inside = [match_light(person, alpha, np.full((40, 40, 3), room, np.uint8), 0.5)[20, 20, 0] for room in (0, 90, 255)]
    assert inside[0] < 60
    assert inside[1] == pytest.approx(90, abs=1)
    assert inside[2] > 140
