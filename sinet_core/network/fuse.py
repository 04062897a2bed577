"""Exact simplifications of a trained network: fewer layers, the same numbers.

* BatchNorm after a convolution is folded into it; so is one after "convolution, then bilinear
  upsampling", because the upsampling's weights sum to one.
* The channel shuffle is folded into the depthwise layers that follow it.
"""
from __future__ import annotations

import copy
from typing import Any

import torch
from torch import Tensor, nn

from sinet_core.network.blocks import ChannelShuffle, ConvBatchNormAct, DownsampleSE, S2Block, S2Module
from sinet_core.network.decoder import Decoder
from sinet_core.network.sinet import SINet


@torch.no_grad()
def fuse(network: SINet) -> SINet:
    """A copy in evaluation mode with everything folded; the input network is not changed."""
    fused = copy.deepcopy(network).eval()
    for module in list(fused.modules()):
        if isinstance(module, S2Module):
            fold_shuffle(module)
        elif isinstance(module, S2Block):
            module.depthwise, module.depthwise_bn = _fold(module.depthwise, module.depthwise_bn)
            module.pointwise, module.bn = _fold(module.pointwise, module.bn)
        elif isinstance(module, ConvBatchNormAct):
            module.conv, module.bn = _fold(module.conv, module.bn)
        elif isinstance(module, DownsampleSE):
            module.pointwise, module.bn = _fold(module.pointwise, module.bn)
        elif isinstance(module, Decoder):
            fold_merge(module)
    fused.encoder.classifier, fused.decoder.low_bn = _fold(fused.encoder.classifier, fused.decoder.low_bn)
    return fused


@torch.no_grad()
def fold_shuffle(module: S2Module) -> None:
    """Removes the shuffle of an S2-module by permuting the channels of its branches."""
    if not isinstance(module.shuffle, ChannelShuffle):
        return
    groups, channels = module.shuffle.groups, module.split.out_channels
    order = torch.arange(channels).view(groups, -1).t().reshape(-1)  # shuffled[j] = split[order[j]]
    inverse = torch.argsort(order)
    module.shuffle = nn.Identity()  # type: ignore[assignment]
    for branch in module.branches:
        assert isinstance(branch, S2Block)
        branch.depthwise.weight.copy_(branch.depthwise.weight[inverse])
        branch.act.weight.copy_(branch.act.weight[inverse])
        bn = branch.depthwise_bn
        if isinstance(bn, nn.BatchNorm2d):
            for tensor in (bn.weight, bn.bias, bn.running_mean, bn.running_var):
                assert tensor is not None
                tensor.copy_(tensor[inverse])
        elif branch.depthwise.bias is not None:
            branch.depthwise.bias.copy_(branch.depthwise.bias[inverse])
        branch.pointwise.weight.copy_(branch.pointwise.weight[:, inverse])


@torch.no_grad()
def fold_merge(decoder: Decoder) -> None:
    """Folds the scale of the decoder's last BatchNorm into the classifier; its shift cannot cross the zero padding."""
    if isinstance(decoder.merge_bn, nn.BatchNorm2d):
        scale, shift = affine(decoder.merge_bn)
        decoder.merge_bn = _Shift(shift / scale)  # type: ignore[assignment]
        decoder.classifier.weight.mul_(scale.view(1, -1, 1, 1))


class _Shift(nn.Module):
    """Adds a constant per channel."""

    def __init__(self, shift: Tensor) -> None:
        super().__init__()
        self.shift = nn.Parameter(shift.view(1, -1, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.shift


def affine(bn: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    assert bn.running_mean is not None
    assert bn.running_var is not None
    scale = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    return scale, bn.bias - bn.running_mean * scale


def _fold(conv: nn.Conv2d, bn: nn.Module) -> tuple[nn.Conv2d, Any]:
    """Replaces a bias-free convolution and the BatchNorm after it by one convolution."""
    assert isinstance(bn, nn.BatchNorm2d)
    scale, shift = affine(bn)
    folded = nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,  # type: ignore[arg-type]
        conv.stride,  # type: ignore[arg-type]
        conv.padding,  # type: ignore[arg-type]
        groups=conv.groups,
    )
    folded.weight.copy_(conv.weight * scale.view(-1, 1, 1, 1))
    assert folded.bias is not None
    folded.bias.copy_(shift)
    return folded, nn.Identity()
