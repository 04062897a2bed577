"""Several sets of weights of one network, as one: between a training and its start nothing gets worse.

Model soups: Wortsman et al., ICML 2022. It holds for weights that lie in one valley, as those of a training and of
another that began with them do.
"""
from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from sinet_core.errors import WeightsError
from sinet_core.network.build import Checkpoint


def average(checkpoints: Sequence[Checkpoint], shares: Sequence[float]) -> Checkpoint:
    """The weighted mean of the tensors; whole numbers (how many batches were seen) are those of the last one.

    Args:
        checkpoints: of one configuration and one normalisation of the input.
        shares: how much each counts, 0 or more; they need not sum to one.

    Raises:
        WeightsError: they are not of one network.
        ValueError: shares is not one number a checkpoint, or none is above 0.
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
