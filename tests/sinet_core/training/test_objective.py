from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
import torch

from sinet_core.network.config import TRAINABLE
from sinet_core.network.sinet import SINet
from sinet_core.training.objective import Objective, optimizer_of
from sinet_core.training.recipe import Stage
from tests.sinet_core.training.pictures import tiny_recipe

STAGE = Stage("network", ((64, 64),), batch=2, pictures=4, lr=1e-3, lr_end=1e-3)


@pytest.fixture
def network() -> SINet:
    torch.manual_seed(0)
    return SINet(TRAINABLE).eval()


def batch() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(1)
    image = torch.randint(0, 256, (2, 64, 64, 3), dtype=torch.uint8)
    alpha = torch.zeros(2, 64, 64, dtype=torch.uint8)
    alpha[:, 16:48, 16:48] = 255
    return image, alpha, torch.ones(2, 64, 64, dtype=torch.uint8)


@torch.no_grad()
def loss_of(network: SINet, stage: Stage) -> float:
    return float(Objective(network, stage, 0.9)(*batch()))


def test_the_encoders_loss_is_added_by_its_weight(network: SINet) -> None:
    plain, half, whole = (loss_of(network, replace(STAGE, encoder_loss=weight)) for weight in (0.0, 0.5, 1.0))
    assert whole > half > plain
    assert whole - plain == pytest.approx(2 * (half - plain), rel=1e-4)


@pytest.mark.parametrize("at", [1, 8])
def test_an_encoder_trained_alone_leaves_the_decoder_without_a_gradient(network: SINet, at: Literal[1, 8]) -> None:
    stage = replace(STAGE, train="encoder", encoder_at=at, encoder_band_px=5)
    Objective(network, stage, 0.9)(*batch()).backward()
    assert all(p.grad is None for p in network.decoder.parameters())
    assert all(p.grad is not None for p in network.encoder.parameters())


def test_ignored_pixels_do_not_count(network: SINet) -> None:
    image, alpha, weight = batch()
    weight[:, :32] = 0
    objective = Objective(network, STAGE, 0.9)
    with torch.no_grad():
        before = objective(image, alpha, weight)
        alpha[:, :24] = 255 - alpha[:, :24]
        assert torch.equal(objective(image, alpha, weight), before)


def test_only_adam_decays_everything(network: SINet) -> None:
    recipe = replace(tiny_recipe(), weight_decay=0.01)
    (everything,) = optimizer_of(network, replace(recipe, optimizer="adam")).param_groups
    assert everything["weight_decay"] == 0.01
    decayed, plain = optimizer_of(network, replace(recipe, optimizer="adamw")).param_groups
    assert (decayed["weight_decay"], plain["weight_decay"]) == (0.01, 0.0)
    assert all(p.ndim > 1 for p in decayed["params"])
    assert all(p.ndim == 1 for p in plain["params"])
    assert sum(len(group["params"]) for group in (decayed, plain)) == len(list(network.parameters()))
