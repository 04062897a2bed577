"""Converts any SINet to the form for training: no channel shuffle, our normalisation, the same answers."""
from __future__ import annotations

from dataclasses import replace

import torch

from sinet_core.errors import WeightsError
from sinet_core.network.blocks import S2Module
from sinet_core.network.build import MEAN_BGR, STD_BGR, Checkpoint, build_network
from sinet_core.network.fuse import fold_shuffle


@torch.no_grad()
def trainable(checkpoint: Checkpoint) -> Checkpoint:
    """The same function, normalised by MEAN_BGR and STD_BGR and without a shuffle.

    Raises:
        WeightsError: the weights are not a SINet's, or need a mean that cannot be folded into them.
    """
    if not torch.allclose(torch.tensor(checkpoint.mean), torch.tensor(MEAN_BGR), atol=1e-3):
        hint = f"Use weights with the mean {MEAN_BGR}: a padded border cannot be shifted."
        raise WeightsError(f"These weights need the mean {checkpoint.mean}", hint)
    network = build_network(checkpoint)
    for module in network.modules():
        if isinstance(module, S2Module):
            fold_shuffle(module)
    gain = torch.tensor(STD_BGR) / torch.tensor(checkpoint.std)
    stem = network.encoder.stem.conv
    stem.weight.mul_(gain.view(1, 3, 1, 1))
    config = replace(checkpoint.config, shuffle=False)
    return Checkpoint(config, network.state_dict(), MEAN_BGR, STD_BGR, checkpoint.meta)
