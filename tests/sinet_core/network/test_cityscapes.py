from __future__ import annotations

import pytest
import torch

from sinet_core.network.blocks import S2Block
from sinet_core.network.cityscapes import CityscapesConfig, CityscapesEncoder, CrossBlock
from sinet_core.network.summary import count_macs


@pytest.fixture(scope="module")
def encoder() -> CityscapesEncoder:
    torch.manual_seed(0)
    return CityscapesEncoder(CityscapesConfig()).eval()


def test_has_the_parameters_of_the_papers_table(encoder: CityscapesEncoder) -> None:
    count = sum(p.numel() for p in encoder.parameters())
    assert count == 116_701
    assert round(count / 1e6, 2) == 0.12


def test_has_the_multiply_adds_of_the_papers_table(encoder: CityscapesEncoder) -> None:
    tile = count_macs(encoder, (128, 256))
    assert round(64 * tile / 1e9, 1) == 1.2, "64 tiles are 2048x1024"


def test_answers_at_a_sixteenth_of_the_size(encoder: CityscapesEncoder) -> None:
    with torch.inference_mode():
        assert encoder(torch.zeros(2, 3, 128, 256)).shape == (2, 19, 8, 16)


def test_plain_branches_have_whole_kernels_and_the_others_crosses(encoder: CityscapesEncoder) -> None:
    blocks = list(encoder.modules())
    assert sum(isinstance(block, S2Block) for block in blocks) == 5
    assert sum(isinstance(block, CrossBlock) for block in blocks) == 21


def test_every_parameter_learns() -> None:
    encoder = CityscapesEncoder(CityscapesConfig(classes=3))
    encoder(torch.randn(2, 3, 128, 128)).square().mean().backward()
    assert all(p.grad is not None for p in encoder.parameters())
