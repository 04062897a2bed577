from __future__ import annotations

import pytest
import torch
from torch import nn

from sinet_core.network.blocks import BatchNormAct
from sinet_core.network.parts import (
    as_conv,
    difference,
    merged_depthwise,
    merged_pointwise,
    order_of_twice,
    parts_of_act,
    parts_of_depthwise,
    parts_of_pointwise,
    twice,
)


@pytest.fixture(autouse=True)
def no_gradients() -> object:
    torch.manual_seed(0)
    with torch.no_grad():
        yield


def picture(channels: int, side: int = 8) -> torch.Tensor:
    return torch.randn(1, channels, side, side)


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_twice_is_every_channel_for_each_branch(groups: int) -> None:
    split, x = nn.Conv2d(8, 12, 1, groups=groups, bias=False), picture(8)
    once = split(x)
    expected = torch.cat([once, once], 1)[:, order_of_twice(split)]
    torch.testing.assert_close(twice(split)(x), expected)


@pytest.mark.parametrize("kernels", [(3, 5), (5, 3), (3, 3)])
def test_two_branches_are_one_pair_of_layers(kernels: tuple[int, int]) -> None:
    split = nn.Conv2d(8, 6, 1, groups=2, bias=False)
    deep = [nn.Conv2d(6, 6, kernel, padding=kernel // 2, groups=6) for kernel in kernels]
    points = [nn.Conv2d(6, count, 1, bias=bias) for count, bias in ((4, True), (5, False))]
    x, order = picture(8), order_of_twice(split)
    apart = torch.cat([point(layer(split(x))) for layer, point in zip(deep, points, strict=True)], 1)
    together = merged_pointwise(points, order)(merged_depthwise(deep, order)(twice(split)(x)))
    torch.testing.assert_close(together, apart)


@pytest.mark.parametrize("first", [1, 3, 7])
def test_the_parts_of_a_concatenation_give_what_the_whole_gives(first: int) -> None:
    x = picture(8)
    act = BatchNormAct(8).eval()
    act.bn.running_mean.uniform_(-1, 1)  # type: ignore[union-attr,operator]
    act.bn.running_var.uniform_(0.5, 2)  # type: ignore[union-attr,operator]
    depthwise = nn.Conv2d(8, 8, 3, 2, 1, groups=8, bias=False)
    halves = x[:, :first], x[:, first:]
    for whole, parts in ((act, parts_of_act(act, first)), (depthwise, parts_of_depthwise(depthwise, first))):
        found = torch.cat([part(half) for part, half in zip(parts, halves, strict=True)], 1)
        torch.testing.assert_close(found, whole(x))
    for bias in (True, False):
        point = nn.Conv2d(8, 5, 1, bias=bias)
        left, right = parts_of_pointwise(point, first)
        torch.testing.assert_close(left(halves[0]) + right(halves[1]), point(x))
        assert right.bias is None


def test_a_dense_layer_and_the_difference_of_two_classes() -> None:
    dense, x = nn.Linear(6, 4), torch.randn(2, 6)
    torch.testing.assert_close(as_conv(dense)(x[:, :, None, None])[:, :, 0, 0], dense(x))
    classifier, y = nn.Conv2d(3, 2, 3, padding=1, bias=False), picture(3)
    both = classifier(y)
    torch.testing.assert_close(difference(classifier)(y), both[:, 1:] - both[:, :1])
