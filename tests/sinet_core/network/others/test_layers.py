from __future__ import annotations

import pytest
import torch
from torch import nn

from sinet_core.network.others.layers import conv, enlarged, fitted, normed


@pytest.mark.parametrize(("kernel", "stride", "dilation"), [(1, 1, 1), (3, 1, 1), (3, 2, 1), (3, 1, 4), (5, 2, 1)])
def test_a_convolution_keeps_the_size_or_divides_it(kernel: int, stride: int, dilation: int) -> None:
    made = conv(4, 6, kernel, stride, dilation=dilation)
    assert made.bias is None
    assert made(torch.zeros(1, 4, 32, 48)).shape == (1, 6, 32 // stride, 48 // stride)


def test_an_activation_is_left_out_if_there_is_none() -> None:
    with_one, without = normed(conv(3, 4, 1)), normed(conv(3, 4, 1), None)
    assert any(isinstance(layer, nn.BatchNorm2d) for layer in without.modules())
    assert len(list(with_one.children())) == len(list(without.children())) + 1


def test_enlarging_is_bilinear_and_fits_any_size() -> None:
    small = torch.arange(4.0).view(1, 1, 2, 2)
    assert enlarged(small, 4).shape == (1, 1, 8, 8)
    assert torch.equal(enlarged(small, 1), small)
    other = torch.zeros(1, 7, 5, 9)
    resized = fitted(small, other)
    assert resized.shape == (1, 1, 5, 9)
    torch.testing.assert_close(resized[..., 2, 4], small.mean().view(1, 1))
