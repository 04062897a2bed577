from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sinet_core.arrays import Alpha, Image
from sinet_core.training.data.slices import LOW_LIGHT
from sinet_core.training.evaluate import evaluate, read_pairs
from sinet_core.training.examine import examine
from sinet_core.training.worst_sheet import GAP_PX, GROUP_GAP_PX, TILE_PX, worst_sheet
from tests.sinet_core.training.pictures import write_pictures
from tests.sinet_core.training.test_evaluate import BlueIsPerson


class Nobody(BlueIsPerson):
    def alpha(self, image: Image) -> Alpha:
        return np.zeros(image.shape[:2], np.float32)


@pytest.fixture
def discs(tmp_path: Path) -> Path:
    write_pictures(tmp_path, 6)
    return tmp_path / "discs"


def test_several_networks_get_the_figures_that_each_gets_alone(discs: Path) -> None:
    blue, nobody = examine([BlueIsPerson(), Nobody()], read_pairs(discs))
    assert blue.score == evaluate(BlueIsPerson(), read_pairs(discs))
    assert nobody.score.foreground_iou == 0
    assert blue.slices == {}
    assert blue.worst == ()


def test_low_light_shows_every_picture_again(discs: Path) -> None:
    (result,) = examine([BlueIsPerson()], read_pairs(discs), slices=True)
    dark = result.slices[LOW_LIGHT]
    assert dark.images == 6
    assert dark.miou < 70 < 97 < result.score.miou, "a network that goes by brightness fails in the dark"


def test_the_worst_are_kept_lowest_first(discs: Path) -> None:
    (result, other) = examine([BlueIsPerson(), Nobody()], read_pairs(discs), worst=4)
    assert [(case.iou, case.name) for case in result.worst] == list(result.score.worst[:4])
    assert other.worst == ()


def test_the_sheet_has_picture_truth_and_prediction_of_each(discs: Path) -> None:
    (result,) = examine([Nobody()], read_pairs(discs), worst=3)
    sheet = worst_sheet(result.worst)
    assert sheet.shape[1] > 6 * TILE_PX
    step = TILE_PX + GAP_PX
    lefts = [GROUP_GAP_PX // 2 + i * step for i in range(3)]
    picture, truth, prediction = (sheet[GAP_PX : GAP_PX + TILE_PX, left : left + TILE_PX] for left in lefts)
    assert np.array_equal(picture, prediction), "nobody was found, so nothing is tinted"
    assert np.abs(picture.astype(int) - truth).mean() > 3
