from __future__ import annotations

import pytest
import torch

from sinet_core.network.others.catalogue import NETWORKS
from sinet_core.network.summary import count_macs

CLOSE = 0.02
# Millions of parameters and G multiply-adds in the paper's Table 3, for 224x224.
MET = {
    "ENet": (0.355, None),  # with transposed convolutions: 0.364; without them 0.346, as in the table
    "BiSeNet": (11.9, 2.31),
    "PortraitNet": (2.08, None),
    "ESPNet": (0.345, 0.328),
    "DS-ESPNet": (0.143, None),
    "ESPNetV2(2.0)": (0.778, 0.231),
    "ESPNetV2(1.5)": (0.458, 0.137),
    "ContextNet12": (0.838, None),
    "SINet": (0.0869, 0.064),
}


def test_all_of_the_table_are_there() -> None:
    assert len(NETWORKS) == 11
    assert list(NETWORKS)[-1] == "SINet"
    assert set(MET) < set(NETWORKS)


@pytest.mark.parametrize("name", MET)
def test_costs_are_the_published_ones(name: str) -> None:
    millions, giga = MET[name]
    network = NETWORKS[name]()
    assert sum(p.numel() for p in network.parameters()) / 1e6 == pytest.approx(millions, rel=CLOSE)
    if giga is not None:
        assert count_macs(network, (224, 224)) / 1e9 == pytest.approx(giga, rel=CLOSE)


@pytest.mark.parametrize("name", NETWORKS)
def test_answers_at_the_size_of_the_picture_and_all_of_it_learns(name: str) -> None:
    torch.manual_seed(0)
    network = NETWORKS[name]()
    logits = network(torch.randn(2, 3, 32, 64))
    assert logits.shape == (2, 2, 32, 64)
    logits.square().mean().backward()
    assert [n for n, p in network.named_parameters() if p.grad is None] == []


def test_a_transposed_convolution_costs_its_weights_at_every_pixel_that_goes_in() -> None:
    layer = torch.nn.ConvTranspose2d(4, 6, 2, 2, bias=False)
    network = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 1, bias=False), layer)
    assert count_macs(network, (8, 8)) == 64 * (3 * 4 + 4 * 6 * 4)
