from __future__ import annotations

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F

from sinet_core.network.blocks import ChannelShuffle, upsample
from sinet_core.network.config import PAPER, TRAINABLE, SINetConfig
from sinet_core.network.decoder import InformationBlock
from sinet_core.network.summary import count_parameters, summarise
from tests.sinet_core.network.networks import lively_network


@pytest.mark.parametrize("config", [PAPER, TRAINABLE])
def test_has_the_parameters_of_the_paper(config: SINetConfig) -> None:
    assert count_parameters(config) == 86_910


def test_has_the_multiply_adds_of_the_paper() -> None:
    assert round(sum(row.macs for row in summarise(PAPER)) / 1e9, 3) == 0.064


def test_rows_of_the_table_have_the_papers_sizes() -> None:
    sizes = {row.name: row.output for row in summarise(PAPER)}
    assert sizes["stem"] == (12, 112, 112)
    assert sizes["down 2"] == (16, 56, 56)
    assert sizes["S2-module 2.2"] == (48, 56, 56)
    assert sizes["down 3"] == (48, 28, 28)
    assert sizes["S2-module 3.8"] == (96, 28, 28)
    assert sizes["encoder classifier"] == (2, 28, 28)


def test_rows_hold_every_parameter_once() -> None:
    assert sum(row.parameters for row in summarise(PAPER)) == 86_910


@pytest.mark.parametrize("size", [(224, 224), (160, 256), (128, 224), (32, 64)])
def test_is_fully_convolutional(size: tuple[int, int]) -> None:
    network = lively_network()
    assert network(torch.zeros(2, 3, *size)).shape == (2, 2, *size)


def test_config_survives_a_checkpoint() -> None:
    config = replace(PAPER, gate="reverse", shuffle=False, classes=3)
    assert SINetConfig.from_dict(config.to_dict()) == config


def test_information_block_lets_in_where_the_prediction_is_unsure() -> None:
    logits = torch.tensor([[[[0.0, 9.0]], [[0.0, -9.0]]]])  # unsure, then sure
    gate = InformationBlock("block")(logits)
    assert gate.shape == (1, 1, 1, 2)
    assert gate[0, 0, 0, 0] == pytest.approx(0.5)
    assert gate[0, 0, 0, 1] == pytest.approx(0.0, abs=1e-4)
    torch.testing.assert_close(InformationBlock("reverse")(logits), 1 - gate)
    assert InformationBlock("removed")(logits).eq(1).all()


def test_global_attention_weighs_channels_by_the_whole_prediction() -> None:
    gate = lively_network(replace(PAPER, gate="attention")).decoder.gate
    logits = torch.randn(2, 2, 8, 12)
    weights = gate(logits)
    assert weights.shape == (2, 2, 1, 1)
    torch.testing.assert_close(gate(logits.flip(3)), weights)
    assert not torch.allclose(gate(logits + 1), weights)


def test_the_decoder_with_global_attention_has_its_own_parameters_and_learns_them() -> None:
    config = replace(TRAINABLE, gate="attention")
    rows = {row.name: row for row in summarise(config)}
    assert rows["decoder attention"].parameters == 2 * 2 + 2 * 2 + 2
    assert count_parameters(config) == 86_910 + 8 * 48 * 2 + 10 == sum(row.parameters for row in rows.values())
    network = lively_network(config).train()
    network(torch.randn(2, 3, 64, 64)).square().mean().backward()
    for part in (network.decoder.gate, network.decoder.high, network.encoder.stem):
        assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in part.parameters())


def test_shuffle_interleaves_groups() -> None:
    x = torch.arange(6.0).view(1, 6, 1, 1)
    assert ChannelShuffle(2)(x).flatten().tolist() == [0, 3, 1, 4, 2, 5]


@pytest.mark.parametrize("channels", [2, 48])
@pytest.mark.parametrize(("factor", "align_corners"), [(2, False), (4, True), (8, False)])
def test_upsampling_for_training_is_the_one_for_use(channels: int, factor: int, align_corners: bool) -> None:
    x = torch.randn(2, channels, 5, 7, requires_grad=True)
    used = F.interpolate(x, scale_factor=float(factor), mode="bilinear", align_corners=align_corners)
    trained = upsample(x, factor, align_corners)
    torch.testing.assert_close(trained, used, atol=1e-5, rtol=1e-5)
    weight = torch.randn_like(used)
    ours, theirs = (torch.autograd.grad((y * weight).sum(), x)[0] for y in (trained, used))
    torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-4)
