from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from sinet_core.network.blocks import ChannelShuffle, DepthwiseConv, upsample


def test_shuffle_interleaves_groups() -> None:
    x = torch.arange(6.0).view(1, 6, 1, 1)
    assert ChannelShuffle(2)(x).flatten().tolist() == [0, 3, 1, 4, 2, 5]


@pytest.mark.parametrize("channels", [2, 48])
@pytest.mark.parametrize(("factor", "align_corners"), [(2, False), (4, True), (8, False)])
def test_upsampling_for_training_is_the_one_for_use(channels: int, factor: int, align_corners: bool) -> None:
    x = torch.randn(2, channels, 5, 7, requires_grad=True)
    used = F.interpolate(x, scale_factor=float(factor), mode="bilinear", align_corners=align_corners)
    trained = upsample(x, factor, align_corners)
    torch.testing.assert_close(trained, used, atol=1e-5, rtol=1e-5)
    weight = torch.randn_like(used)
    ours, theirs = (torch.autograd.grad((y * weight).sum(), x)[0] for y in (trained, used))
    torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(("kernel", "stride"), [(3, 1), (5, 1), (3, 2)])
def test_a_depthwise_layer_and_its_gradients_keep_the_precision_of_its_weights(kernel: int, stride: int) -> None:
    layer = DepthwiseConv(8, kernel, stride)
    x = torch.randn(2, 8, 12, 16, requires_grad=True)
    plain = F.conv2d(x, layer.weight, None, stride, kernel // 2, groups=8)
    wanted = torch.autograd.grad(plain.square().sum(), (x, layer.weight))
    with torch.autocast("cpu", torch.bfloat16):
        found = layer(x)
        gradients = torch.autograd.grad(found.square().sum(), (x, layer.weight))
    assert found.dtype == torch.float32
    torch.testing.assert_close(found, plain)
    for one, other in zip(gradients, wanted, strict=True):
        torch.testing.assert_close(one, other)
