"""The penalty on answers that change more than the picture."""
from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from sinet_core.training.calm import unrest


class Answer(nn.Module):
    """Answers with what a function makes of the red channel."""

    def __init__(self, person: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self._person = person

    def forward(self, x: Tensor) -> Tensor:
        person = self._person(x[:, 0])
        return torch.stack([torch.zeros_like(person), person], dim=1)


def of(person: Callable[[Tensor], Tensor], x: Tensor) -> float:
    torch.manual_seed(3)
    network = Answer(person)
    return float(unrest(network, x, network(x)))


def smooth_scene() -> Tensor:
    down, across = torch.meshgrid(torch.linspace(-3, 3, 48), torch.linspace(-3, 3, 64), indexing="ij")
    return (2 - down.square() - across.square()).expand(2, 3, 48, 64).contiguous()


def test_an_answer_that_moves_with_the_picture_costs_next_to_nothing() -> None:
    assert of(lambda red: red, smooth_scene()) < 1e-3


def test_an_answer_that_stays_while_the_picture_moves_costs_more() -> None:
    still = smooth_scene()[:, 0]
    assert of(lambda red: still, smooth_scene()) > 2 * of(lambda red: red, smooth_scene())


def test_an_answer_that_jumps_with_the_noise_costs_most() -> None:
    flat = torch.zeros(2, 3, 48, 64)
    assert of(lambda red: 200 * red, flat) > 0.1


def test_what_moves_in_from_outside_is_not_judged() -> None:
    edge = torch.full((2, 3, 48, 64), 5.0)
    assert of(lambda red: red, edge) < 1e-4


def test_it_teaches_the_network() -> None:
    gain = torch.nn.Parameter(torch.tensor(200.0))
    network = Answer(lambda red: gain * red)
    x = torch.zeros(2, 3, 16, 16)
    x[:, :, :, 8:] = 0.01
    unrest(network, x, network(x)).backward()  # type: ignore[no-untyped-call]
    assert gain.grad is not None
    assert gain.grad > 0
