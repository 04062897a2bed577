from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.training.reading import SHORT_SIDE_PX, read_pair
from sinet_core.training.recipe import Data

PEOPLE = Data("people", "images", "person", masks="masks", teacher="soft", teacher_weight=0.25)
ROOMS = Data("rooms", "images", "room", teacher="soft")
CUTOUTS = Data("cutouts", "images", "cutout")


def write(path: Path, image: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), image)
    return path


def picture(root: Path, size: tuple[int, int] = (60, 80)) -> Path:
    return write(root / "images" / "a.png", np.full((*size, 3), (10, 120, 240), np.uint8))


def test_teacher_and_human_are_mixed_by_weight(tmp_path: Path) -> None:
    path = picture(tmp_path)
    write(tmp_path / "masks" / "a.png", np.full((60, 80), 200, np.uint8))
    write(tmp_path / "labels" / "soft" / "masks" / "a.png", np.full((60, 80), 100, np.uint8))
    pair = read_pair(PEOPLE, path, "a", tmp_path, tmp_path / "labels", accepted=False)
    assert pair is not None
    assert set(np.unique(pair[1])) == {175}
    alone = read_pair(PEOPLE, path, "a", tmp_path, None, accepted=False)
    assert alone is not None
    assert set(np.unique(alone[1])) == {200}


@pytest.mark.parametrize(("share", "kept"), [(0.001, False), (0.02, True)])
def test_a_picture_of_people_with_hardly_anybody_labelled_is_left_out(
    tmp_path: Path, share: float, kept: bool
) -> None:
    mask = np.zeros((60, 80), np.uint8)
    mask.flat[: int(share * mask.size)] = 255
    write(tmp_path / "masks" / "a.png", mask)
    pair = read_pair(PEOPLE, picture(tmp_path), "a", tmp_path, None, accepted=False)
    assert (pair is not None) == kept


@pytest.mark.parametrize(("accepted", "kept"), [(False, False), (True, True)])
def test_a_room_with_somebody_in_it_is_left_out_unless_a_person_says_it_is_a_chair(
    tmp_path: Path, accepted: bool, kept: bool
) -> None:
    write(tmp_path / "soft" / "masks" / "a.png", np.full((60, 80), 30, np.uint8))
    pair = read_pair(ROOMS, picture(tmp_path), "a", tmp_path, tmp_path, accepted=accepted)
    assert (pair is not None) == kept
    if pair is not None:
        assert pair[1].max() == 0


def test_large_pictures_shrink_and_small_ones_do_not_grow(tmp_path: Path) -> None:
    write(tmp_path / "masks" / "a.png", np.full((50, 50), 255, np.uint8))
    for size, expected in (((640, 960), (SHORT_SIDE_PX, 480)), ((60, 80), (60, 80))):
        pair = read_pair(PEOPLE, picture(tmp_path, size), "a", tmp_path, None, accepted=False)
        assert pair is not None
        assert pair[0].shape == (*expected, 3)
        assert pair[1].shape == expected


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_cutout_keeps_its_colours_and_bleeds_them_outwards(tmp_path: Path, dtype: type) -> None:
    full = np.iinfo(dtype).max
    rgba: np.ndarray = np.zeros((60, 80, 4), dtype)
    rgba[20:40, 20:60] = (full // 4, full // 2, full, full)
    pair = read_pair(CUTOUTS, write(tmp_path / "images" / "a.png", rgba), "a", tmp_path, None, accepted=False)
    assert pair is not None
    image, alpha = pair
    assert image.dtype == alpha.dtype == np.uint8
    assert alpha[30, 40] == 255
    assert alpha[5, 5] == 0
    for spot in ((30, 40), (19, 40), (16, 40)):
        assert np.abs(image[spot].astype(int) - (64, 128, 255)).max() <= 3


def test_what_cannot_be_a_cutout_or_be_read_is_left_out(tmp_path: Path) -> None:
    assert read_pair(CUTOUTS, picture(tmp_path), "a", tmp_path, None, accepted=False) is None
    grey = write(tmp_path / "images" / "grey.png", np.zeros((20, 20), np.uint8))
    assert read_pair(CUTOUTS, grey, "grey", tmp_path, None, accepted=False) is None
    broken = tmp_path / "images" / "broken.png"
    broken.write_bytes(b"no picture")
    assert read_pair(PEOPLE, broken, "broken", tmp_path, None, accepted=False) is None
