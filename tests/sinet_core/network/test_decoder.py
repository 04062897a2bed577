from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from sinet_core.network.config import PAPER, TRAINABLE
from sinet_core.network.decoder import InformationBlock
from sinet_core.network.summary import count_parameters, summarise
from tests.sinet_core.network.networks import lively_network


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
