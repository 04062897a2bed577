from __future__ import annotations

import numpy as np

from sinet_core.training.evaluate import METRIC_SIZE
from sinet_core.training.examine import Case
from sinet_core.training.worst_sheet import CAPTION_PX, GROUND, TILE_PX, worst_sheet


def case(name: str, height: int, width: int) -> Case:
    truth, predicted = np.zeros((2, *METRIC_SIZE), bool)
    truth[:, :100] = predicted[:, 120:] = True
    return Case(12.3, name, np.full((height, width, 3), 128, np.uint8), truth, predicted)


def test_each_case_shows_its_truth_in_green_and_its_prediction_in_red() -> None:
    sheet = worst_sheet([case("a", 90, 160)])
    picture, truth, predicted = (
        sheet[4:90, start : start + TILE_PX].astype(int) for start in (10, 14 + TILE_PX, 18 + 2 * TILE_PX)
    )
    assert np.ptp(picture, axis=2).max() == 0
    greens, reds = (truth[..., 1] - truth[..., 0] > 20), (predicted[..., 0] - predicted[..., 1] > 20)
    assert greens[:, : TILE_PX // 3].mean() > 0.9
    assert greens[:, -TILE_PX // 3 :].mean() < 0.1
    assert reds[:, -TILE_PX // 3 :].mean() > 0.9
    assert reds[:, : TILE_PX // 3].mean() < 0.1


def test_rows_are_as_high_as_their_tallest_picture_and_an_odd_case_stands_alone() -> None:
    tall, wide = case("t" * 60, 320, 160), case("w", 80, 160)
    sheet = worst_sheet([tall, wide, wide])
    assert sheet.shape[0] == TILE_PX + TILE_PX // 2 + 2 * (CAPTION_PX + 4) + 4
    assert (sheet[-30:, sheet.shape[1] // 2 + 10 :] == GROUND).all()
