from __future__ import annotations

import copy
from dataclasses import replace

import pytest
import torch
from torch import nn

from sinet_core.network.blocks import ChannelShuffle, S2Module
from sinet_core.network.config import PAPER, TRAINABLE, SINetConfig
from sinet_core.network.fuse import fold_shuffle, fuse
from tests.sinet_core.network.networks import lively_network


@pytest.mark.parametrize("config", [PAPER, TRAINABLE, replace(PAPER, gate="attention")])
def test_fusing_changes_nothing_but_the_layers(config: SINetConfig) -> None:
    network = lively_network(config)
    image = torch.randn(2, 3, 96, 64)
    fused = fuse(network)
    with torch.inference_mode():
        torch.testing.assert_close(fused(image), network(image), rtol=1e-4, atol=1e-4)


def test_fused_has_neither_shuffle_nor_norm_behind_a_convolution() -> None:
    parts = list(fuse(lively_network()).modules())
    assert not any(isinstance(part, ChannelShuffle) for part in parts)
    norms = sum(isinstance(part, nn.BatchNorm2d) for part in parts)
    assert norms == 12, "those after a concatenation or an addition stay: ten modules, two merges"


def test_fusing_leaves_the_original_as_it_was() -> None:
    network = lively_network()
    before = copy.deepcopy(network.state_dict())
    fuse(network)
    for name, tensor in network.state_dict().items():
        torch.testing.assert_close(tensor, before[name])


def test_shuffle_folds_alone() -> None:
    network = lively_network()
    image = torch.randn(1, 3, 64, 64)
    with torch.inference_mode():
        expected = network(image)
        for module in network.modules():
            if isinstance(module, S2Module):
                fold_shuffle(module)
        torch.testing.assert_close(network(image), expected, rtol=1e-4, atol=1e-4)
