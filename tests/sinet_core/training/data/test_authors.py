from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from sinet_core.network.config import TRAINABLE
from sinet_core.network.sinet import SINet
from sinet_core.training.coarse import coarse_labels
from sinet_core.training.data.authors import GREY, degraded, placed, vary
from sinet_core.training.losses import boundary_loss
from sinet_core.training.objective import Objective
from sinet_core.training.recipe import load_recipe

SIZE = (96, 96)


class Middle:
    """Draws the middle of every range: no turn, no zoom, no shift."""

    def uniform(self, low: float, high: float, size: int | None = None) -> object:
        middle = (low + high) / 2
        return middle if size is None else np.full(size, middle)


def portrait() -> tuple[np.ndarray, np.ndarray]:
    mask = np.zeros((160, 120), np.uint8)
    cv2.circle(mask, (60, 80), 40, 255, -1)
    return np.repeat((mask // 2 + 30)[..., None], 3, 2), mask


def test_in_the_middle_of_all_ranges_the_picture_keeps_its_aspect_and_its_middle() -> None:
    matrix = placed((160, 120), SIZE, Middle())  # type: ignore[arg-type]
    scale = (96 / 119 + 96 / 159) / 2
    np.testing.assert_allclose(matrix[:, :2], scale * np.eye(2), atol=1e-9)
    np.testing.assert_allclose(matrix @ [59.5, 79.5, 1], [48, 48], atol=1e-9)


def test_turns_zooms_and_shifts_stay_in_the_authors_ranges() -> None:
    rng = np.random.default_rng(1)
    turns, zooms, middles = [], [], []
    for _ in range(500):
        matrix = placed((97, 97), SIZE, rng)
        turns.append(np.degrees(np.arctan2(matrix[0, 1], matrix[0, 0])))
        zooms.append(np.hypot(matrix[0, 0], matrix[0, 1]))
        middles.append(matrix @ [48, 48, 1] - 48)
    assert -45 <= min(turns) < -42
    assert 42 < max(turns) <= 45
    assert 0.5 <= min(zooms) < 0.52
    assert 1.48 < max(zooms) <= 1.5
    assert 5 < np.abs(middles).max() < 0.25 * 96 * 1.5


def test_mask_and_picture_go_together_on_grey() -> None:
    image, mask = portrait()
    for seed in range(12):
        rng = np.random.default_rng(seed)
        varied, label = vary(image, mask, SIZE, rng)
        assert varied.shape == (*SIZE, 3)
        assert set(np.unique(label)) <= {0, 255}
    corner = [vary(image, mask, SIZE, np.random.default_rng(seed))[0][0, 0].mean() for seed in range(60)]
    assert np.isclose(np.median(corner), GREY, atol=25)


def test_the_person_is_where_the_mask_says() -> None:
    image, mask = portrait()
    matrix = placed((160, 120), SIZE, np.random.default_rng(4))
    shown = cv2.warpAffine(image, matrix, SIZE)[..., 0] > 90
    label = cv2.warpAffine(mask, matrix, SIZE, flags=cv2.INTER_NEAREST) > 0
    assert (shown == label).mean() > 0.97


def test_a_picture_is_left_alone_an_eighth_of_the_times() -> None:
    image, _ = portrait()
    same = sum(np.array_equal(degraded(image, np.random.default_rng(seed)), image) for seed in range(200))
    assert 10 <= same <= 45


@pytest.mark.parametrize("factor", [1, 8])
def test_coarse_labels_have_a_band_of_their_own(factor: int) -> None:
    mask = np.zeros((64, 64), np.uint8)
    mask[16:48, 16:48] = 1
    small = mask[::factor, ::factor]
    kernel = np.ones((5, 5), np.uint8)
    band = cv2.dilate(small, kernel) - cv2.erode(small, kernel)
    weight = torch.ones(1, 64, 64)
    weight[:, :8] = 0
    alpha, weights = coarse_labels(torch.from_numpy(mask[None]).float(), weight, factor, 5)
    np.testing.assert_array_equal(alpha[0].numpy(), small)
    expected = 1.0 + band
    expected[: 8 // factor] = 0
    np.testing.assert_array_equal(weights[0].numpy(), expected)


def test_the_encoder_is_taught_at_its_own_resolution() -> None:
    torch.manual_seed(0)
    stage = replace(load_recipe("paper").stages[0], sizes=((64, 64),))
    network = SINet(TRAINABLE)
    objective = Objective(network, stage, 0.9)
    image = torch.randint(0, 255, (2, 64, 64, 3), dtype=torch.uint8)
    alpha = torch.zeros(2, 64, 64, dtype=torch.uint8)
    alpha[:, 16:48, 16:48] = 255
    weight = torch.ones_like(alpha)
    network.eval()
    x = (image.permute(0, 3, 1, 2).float() - objective.mean) / objective.std
    small, weights = coarse_labels(alpha.float() / 255, weight.float(), 8, 5)
    expected = boundary_loss(network.encoder(x).logits, small, weights, 0.9)
    torch.testing.assert_close(objective(image, alpha, weight), expected)
    assert weights.max() == 2
