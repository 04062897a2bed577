from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from sinet_core.errors import WeightsError
from sinet_core.network.build import build_network
from sinet_core.network.config import PAPER, TRAINABLE, Gate
from sinet_core.network.sinet import SINet
from sinet_core.network.summary import count_macs
from sinet_core.network.widen import widened
from tests.sinet_core.network.networks import lively_checkpoint


@pytest.mark.parametrize("width", [1.0, 1.25, 1.5, 2.0, 2.6])
@pytest.mark.parametrize("gate", ["block", "attention"])
def test_a_widened_network_gives_the_same_answers(width: float, gate: Gate) -> None:
    small = lively_checkpoint(shuffle=False, gate=gate)
    large = widened(small, width)
    picture = torch.randn(2, 3, 64, 96)
    with torch.inference_mode():
        expected, found = (build_network(checkpoint)(picture) for checkpoint in (small, large))
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-4)


def test_widened_twice_it_still_does() -> None:
    small = lively_checkpoint(shuffle=False)
    large = widened(widened(small, 1.5, seed=1), 2.0, seed=2)
    picture = torch.randn(1, 3, 64, 64)
    with torch.inference_mode():
        expected, found = (build_network(checkpoint)(picture) for checkpoint in (small, large))
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-4)


def test_copies_of_a_channel_learn_different_things() -> None:
    network = SINet(TRAINABLE.widened(1.5))
    network.load_state_dict(widened(lively_checkpoint(shuffle=False), 1.5).state)
    network.train()
    network(torch.randn(2, 3, 64, 64)).square().mean().backward()
    for name in ("encoder.stem.conv.weight", "encoder.stage3.0.branches.0.depthwise.weight"):
        gradient = dict(network.named_parameters())[name].grad
        assert gradient is not None
        rows = gradient.flatten(1)
        apart = torch.cdist(rows, rows) + torch.eye(len(rows))
        assert float(apart.min()) > 1e-6 * float(rows.norm(dim=1).median()), name


def test_one_and_a_half_times_the_channels_are_about_twice_the_work() -> None:
    plain, wide = (count_macs(SINet(PAPER.widened(width)), (192, 320)) for width in (1.0, 1.5))
    assert PAPER.widened(1.0) == PAPER
    assert 2.0 < wide / plain < 2.3


def test_what_cannot_be_widened_is_refused() -> None:
    with pytest.raises(WeightsError, match="shuffle"):
        widened(lively_checkpoint(), 1.5)
    wide = widened(lively_checkpoint(shuffle=False), 1.5)
    with pytest.raises(WeightsError, match="wider"):
        widened(replace(wide), 1.0)
