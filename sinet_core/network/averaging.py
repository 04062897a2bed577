"""Averages several weights of one network: nothing between a training's start and end gets worse.

Model soups: Wortsman et al., ICML 2022. This holds for weights in the same valley, such as those of a training and of
one that continued from them.
"""
from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from sinet_core.errors import WeightsError
from sinet_core.network.build import Checkpoint


def average(checkpoints: Sequence[Checkpoint], shares: Sequence[float]) -> Checkpoint:
    """The weighted mean of the tensors; integers (the number of batches seen) are those of the last one.

    Args:
        checkpoints: of one configuration and one normalisation of the input.
        shares: how much each counts, 0 or more; they need not sum to one.

    Raises:
        WeightsError: they belong to different networks.
        ValueError: there is not one share per checkpoint, or none is above 0.
    """
    if len(shares) != len(checkpoints) or min(shares, default=-1) < 0 or sum(shares) <= 0:
        raise ValueError(f"{len(checkpoints)} checkpoints need as many shares of 0 or more, got {list(shares)}")
    last = checkpoints[-1]
    for one in checkpoints:
        if (one.config, tuple(one.mean), tuple(one.std)) != (last.config, tuple(last.mean), tuple(last.std)):
            raise WeightsError("The weights are not of one network", "Give weights of one recipe.")
    parts = [share / sum(shares) for share in shares]
    state = {name: _mean([one.state[name] for one in checkpoints], parts) for name in last.state}
    return Checkpoint(last.config, state, last.mean, last.std, {**last.meta, "shares": [round(p, 4) for p in parts]})


def _mean(tensors: Sequence[Tensor], parts: Sequence[float]) -> Tensor:
    if not tensors[-1].is_floating_point():
        return tensors[-1]
    return sum((part * tensor.double() for part, tensor in zip(parts, tensors, strict=True)),
               start=tensors[-1].double() * 0).to(tensors[-1].dtype)
