from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sinet_core.inference.engines.torch import TorchSegmenter
from sinet_core.network.config import PAPER
from sinet_core.paper.explain_sheet import GAP_PX, NAME_PX, Panel, explain, explain_sheet, without_blocking
from tests.sinet_core.network.networks import lively_checkpoint

SIZE = (64, 96)


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(3).integers(0, 255, (90, 120, 3), np.uint8)


def test_the_maps_are_what_the_paper_says() -> None:
    panel = Panel("x", np.array([[0.0, 0.5, 0.9]], np.float32), np.array([[0.0, 40.0, -40.0]], np.float32))
    np.testing.assert_allclose(panel.confidence, [[1.0, 0.0, 0.8]], atol=1e-6)
    np.testing.assert_allclose(panel.blocking, [[1.0, 0.0, 0.0]], atol=1e-6)


def test_an_open_gate_changes_the_answer_but_not_the_low_prediction(picture: np.ndarray) -> None:
    checkpoint = lively_checkpoint()
    held = without_blocking(checkpoint)
    assert held.config == replace(PAPER, gate="removed")
    with_ib, without = (explain("x", TorchSegmenter(weights, SIZE), picture) for weights in (checkpoint, held))
    np.testing.assert_array_equal(with_ib.margin, without.margin)
    assert np.abs(with_ib.alpha - without.alpha).max() > 0.01


def test_attention_has_nothing_to_take_away() -> None:
    with pytest.raises(ValueError, match="no information block"):
        without_blocking(lively_checkpoint(gate="attention"))


def test_each_panel_is_a_row_of_four_and_shows_its_maps(picture: np.ndarray) -> None:
    sure, unsure = np.full((8, 8), 30, np.float32), np.zeros((8, 8), np.float32)
    panels = [Panel("a", np.ones(SIZE, np.float32), sure), Panel("b", np.full(SIZE, 0.5, np.float32), unsure)]
    sheet = explain_sheet(picture, panels)
    width, row = (sheet.shape[1] - GAP_PX) // 4, (sheet.shape[0] - GAP_PX) // 2
    middle = [[sheet[y * row + NAME_PX + 80, x * width + 100].tolist() for x in range(4)] for y in range(2)]
    black, white = [0, 0, 0], [255, 255, 255]
    assert (middle[0][1], middle[0][2]) == (black, white), "surely person: blocked, confident"
    assert (middle[1][1], middle[1][2]) == (white, black), "either: let in, not confident"
