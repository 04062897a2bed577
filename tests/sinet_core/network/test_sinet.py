from __future__ import annotations

import pytest
import torch

from sinet_core.network.config import PAPER, TRAINABLE, SINetConfig
from sinet_core.network.summary import count_parameters
from tests.sinet_core.network.networks import lively_network


@pytest.mark.parametrize("config", [PAPER, TRAINABLE])
def test_has_the_parameters_of_the_paper(config: SINetConfig) -> None:
    assert count_parameters(config) == 86_910


@pytest.mark.parametrize("size", [(224, 224), (160, 256), (128, 224), (32, 64)])
def test_is_fully_convolutional(size: tuple[int, int]) -> None:
    network = lively_network()
    assert network(torch.zeros(2, 3, *size)).shape == (2, 2, *size)
