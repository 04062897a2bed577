from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.benchmark.cutouts import Cutout, choose_cutouts, find_cutouts, is_movable, read_cutout, trimmed
from sinet_core.errors import DataError
from tests.sinet_core.benchmark.people import moment_of, write_cutouts
from tests.sinet_core.scenes import person_alpha


def write_pairs(folder: Path, names: tuple[str, ...] = ("a", "b")) -> Path:
    for name in ("images", "alphas"):
        (folder / name).mkdir(parents=True)
    moment = moment_of(person_alpha((160, 120)))
    assert moment.truth is not None
    for name in names:
        cv2.imwrite(str(folder / "images" / f"{name}.png"), moment.frame)
        cv2.imwrite(str(folder / "alphas" / f"{name}.png"), np.rint(moment.truth * 255))
    return folder


def test_sixteen_bits_are_the_same_picture(tmp_path: Path) -> None:
    (path,) = find_cutouts(write_cutouts(tmp_path / "people", 1))
    eight = read_cutout(path)
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    cv2.imwrite(str(path), picture.astype(np.uint16) * 257)
    sixteen = read_cutout(path)
    assert np.array_equal(sixteen.alpha, eight.alpha)
    assert np.array_equal(sixteen.image, eight.image)


def test_pictures_with_alpha_are_read(tmp_path: Path) -> None:
    cutout = read_cutout(find_cutouts(write_cutouts(tmp_path / "people"))[0])
    assert cutout.alpha == pytest.approx(person_alpha((160, 120)), abs=1 / 255)
    left, top, right, bottom = cutout.box
    assert 0 < left < right < 160
    assert 0 < top < bottom == 120


def test_pairs_are_read_without_the_colour_of_their_old_room(tmp_path: Path) -> None:
    cutout = read_cutout(find_cutouts(write_pairs(tmp_path / "pairs"))[0])
    edge = (cutout.alpha > 0.4) & (cutout.alpha < 0.9)
    red, blue = cutout.image[edge][:, 2].mean(), cutout.image[edge][:, 0].mean()
    assert red > 150
    assert blue < 90


def test_a_picture_without_a_partner_is_left_out(tmp_path: Path) -> None:
    folder = write_pairs(tmp_path / "pairs")
    (folder / "alphas" / "b.png").unlink()
    assert [path.stem for path in find_cutouts(folder)] == ["a"]


def test_people_cut_off_at_a_side_cannot_be_moved() -> None:
    whole = person_alpha((160, 120))
    picture = np.zeros((120, 160, 3), np.uint8)
    assert is_movable(Cutout("whole", picture, whole))
    assert not is_movable(Cutout("cut", picture[:, :80], np.ascontiguousarray(whole[:, :80])))
    assert not is_movable(Cutout("floating", picture, np.roll(whole, -30, axis=0) * (np.arange(120) < 80)[:, None]))
    assert not is_movable(Cutout("nobody", picture, np.zeros_like(whole)))


def test_shoulders_that_are_cut_off_are_trimmed() -> None:
    alpha = person_alpha((160, 120))
    alpha[105:, :] = 1  # shoulders wider than the picture
    wide = Cutout("wide", np.zeros((120, 160, 3), np.uint8), alpha)
    assert not is_movable(wide)
    narrow = trimmed(wide)
    assert narrow.image.shape[:2] == narrow.alpha.shape == (105, 160)
    assert is_movable(narrow)
    alpha[50:, :] = 1
    assert trimmed(wide) is wide, "too little of the person would be left"


def test_nobody_comes_twice_while_there_are_others(tmp_path: Path) -> None:
    folder = write_cutouts(tmp_path / "people", 3)
    names = [cutout.name for cutout in choose_cutouts(folder, 5, np.random.default_rng(1))]
    assert sorted(names[:3]) == ["0", "1", "2"]
    assert names[3:] == names[:2]


def test_anything_but_a_cutout_is_reported(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    cv2.imwrite(str(tmp_path / "plain" / "a.png"), np.zeros((20, 20, 3), np.uint8))
    with pytest.raises(DataError, match="no alpha channel"):
        choose_cutouts(tmp_path / "plain", 1, np.random.default_rng(1))
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="No cut-out people"):
        find_cutouts(tmp_path / "empty")
    (tmp_path / "nobody").mkdir()
    cv2.imwrite(str(tmp_path / "nobody" / "a.png"), np.zeros((20, 20, 4), np.uint8))
    with pytest.raises(DataError, match="Nobody"):
        choose_cutouts(tmp_path / "nobody", 1, np.random.default_rng(1))
