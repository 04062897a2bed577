from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from sinet_core.errors import WeightsError
from sinet_core.network.averaging import average
from sinet_core.network.build import build_network
from sinet_core.network.config import PAPER
from tests.sinet_core.network.networks import lively_checkpoint, lively_network


def test_the_mean_is_weighted_and_is_a_network() -> None:
    one, other = lively_checkpoint(), lively_checkpoint()
    other = replace(other, state=lively_network(PAPER, seed=1).state_dict(), meta={"recipe": "later"})
    mean = average([one, other], [1, 3])
    for name, tensor in mean.state.items():
        wanted = 0.25 * one.state[name] + 0.75 * other.state[name] if tensor.is_floating_point() else other.state[name]
        torch.testing.assert_close(tensor, wanted, rtol=1e-5, atol=1e-6)
        assert tensor.dtype == one.state[name].dtype
    assert mean.meta == {"recipe": "later", "shares": [0.25, 0.75]}
    build_network(mean)


def test_all_of_one_is_that_one() -> None:
    one = lively_checkpoint()
    other = replace(one, state=lively_network(PAPER, seed=1).state_dict())
    mean = average([one, other], [1, 0])
    assert all(torch.equal(mean.state[name], one.state[name]) for name in one.state)


def test_weights_of_two_networks_have_no_mean() -> None:
    other = replace(lively_checkpoint(), config=replace(PAPER, classes=3))
    with pytest.raises(WeightsError, match="not of one network"):
        average([lively_checkpoint(), other], [1, 1])


@pytest.mark.parametrize("shares", [[1], [1, -1], [0, 0]])
def test_wrong_shares_are_refused(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="as many shares"):
        average([lively_checkpoint(), lively_checkpoint()], shares)
