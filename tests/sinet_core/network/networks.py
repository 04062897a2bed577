"""Untrained networks in which every parameter matters."""
from __future__ import annotations

from dataclasses import replace

import torch
from torch import nn

from sinet_core.network.build import Checkpoint
from sinet_core.network.config import PAPER, SINetConfig
from sinet_core.network.sinet import SINet


def lively_network(config: SINetConfig = PAPER, seed: int = 0) -> SINet:
    """A SINet whose BatchNorms and PReLUs are far from the identity, so that a wrong fold shows."""
    torch.manual_seed(seed)
    network = SINet(config).eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None
            assert module.running_var is not None
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.3, 0.3)
            nn.init.uniform_(module.running_mean, -0.3, 0.3)
            nn.init.uniform_(module.running_var, 0.3, 1.5)
        elif isinstance(module, nn.PReLU):
            nn.init.uniform_(module.weight, 0.0, 0.5)
    return network


def lively_checkpoint(**changes: object) -> Checkpoint:
    config = replace(PAPER, **changes)  # type: ignore[arg-type]
    return Checkpoint(config, lively_network(config).state_dict(), (100.0, 110.0, 120.0), (60.0, 61.0, 62.0))
