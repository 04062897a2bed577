from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.benchmark.cutouts import Cutout
from sinet_core.benchmark.people import Filmed, Still, draw_person, find_people, without_spill, without_wall
from sinet_core.errors import DataError
from tests.sinet_core.benchmark.people import moment_of, write_cutouts
from tests.sinet_core.benchmark.test_clips import write_folder, write_video
from tests.sinet_core.scenes import person_alpha

WALL = (220, 160, 40)


def test_filmed_and_cut_out_people_are_found_together(tmp_path: Path) -> None:
    write_folder(tmp_path / "keyed" / "anna", 3)
    people = find_people(tmp_path / "keyed", write_cutouts(tmp_path / "people", 2))
    assert [type(person) for person in people] == [Still, Still, Filmed]
    assert people[2].name == "anna"


def test_a_filmed_person_has_no_wall_left(tmp_path: Path) -> None:
    write_folder(tmp_path / "keyed" / "anna", 3)
    cutout = find_people(tmp_path / "keyed", None)[0].look(np.random.default_rng(1))
    edge = (cutout.alpha > 0.3) & (cutout.alpha < 0.9)
    assert edge.any()
    assert cutout.image[edge][:, 2].mean() > cutout.image[edge][:, 0].mean() + 60


def test_a_piece_of_wall_inside_the_mask_is_taken_out_and_the_person_kept() -> None:
    moment = moment_of((person_alpha((160, 120)) > 0.5).astype(np.float32))
    assert moment.truth is not None
    mask = np.asarray(cv2.dilate(moment.truth, np.ones((9, 9))), np.float32)
    found = without_wall(moment.frame, mask)
    assert np.abs(found - moment.truth).mean() < 0.01
    assert np.abs(mask - moment.truth).mean() > 0.03


def test_the_walls_light_is_taken_off_the_edge_and_the_brightness_stays() -> None:
    moment = moment_of((person_alpha((160, 120)) > 0.5).astype(np.float32))
    assert moment.truth is not None
    grey = np.full_like(moment.frame, 90)
    lit = np.where(moment.truth[..., None] > 0.5, grey + np.array([20, 8, 0], np.uint8), moment.frame).astype(np.uint8)
    clean = without_spill(lit, lit, moment.truth)
    rim = (moment.truth > 0.5) & (cv2.erode(moment.truth, np.ones((3, 3))) < 0.5)
    cast = clean[rim].astype(float)[:, 0] - clean[rim][:, 2]
    assert cast.mean() < 12
    assert clean[rim].mean() == pytest.approx(lit[rim].mean(), abs=1)
    assert np.array_equal(clean[110, 75:85], lit[110, 75:85]), "inside nothing changes"


def test_whoever_cannot_be_moved_is_not_drawn() -> None:
    class Floating:
        name = "floating"

        def look(self, _rng: np.random.Generator, /) -> Cutout:
            alpha = np.zeros((40, 40), np.float32)
            alpha[10:20, 10:20] = 1
            return Cutout("floating", np.zeros((40, 40, 3), np.uint8), alpha)

    with pytest.raises(DataError, match="Nobody can be moved"):
        draw_person([Floating()], np.random.default_rng(0))


def test_videos_alone_are_not_keyed_people(tmp_path: Path) -> None:
    write_video(tmp_path / "talk.mp4")
    with pytest.raises(DataError, match="No keyed clips"):
        find_people(tmp_path, None)
