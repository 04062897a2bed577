"""Builds new layers from trained ones, weight by weight, for sinet_core.network.merge."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.network.blocks import BatchNormAct
from sinet_core.network.fuse import affine


def twice(split: nn.Conv2d) -> nn.Conv2d:
    """Repeats each group's channels, one copy after the other."""
    groups, inner = split.groups, split.out_channels
    twice = nn.Conv2d(split.in_channels, 2 * inner, 1, groups=groups, bias=False)
    weight = split.weight.view(groups, inner // groups, *split.weight.shape[1:])
    twice.weight.copy_(torch.cat([weight, weight], 1).reshape(twice.weight.shape))
    return twice


def order_of_twice(split: nn.Conv2d) -> Tensor:
    """For each channel of twice, its index in [all for the first branch, all for the second]."""
    channels = torch.arange(2 * split.out_channels).view(2, split.groups, -1)
    return channels.transpose(0, 1).reshape(-1)


def merged_depthwise(layers: list[nn.Conv2d], order: Tensor) -> nn.Conv2d:
    kernel = max(layer.kernel_size[0] for layer in layers)
    channels = order.numel()
    merged = nn.Conv2d(channels, channels, kernel, 1, kernel // 2, groups=channels)
    weights = [F.pad(layer.weight, [(kernel - layer.kernel_size[0]) // 2] * 4) for layer in layers]
    merged.weight.copy_(torch.cat(weights)[order])
    assert merged.bias is not None
    merged.bias.copy_(torch.cat([_bias(layer) for layer in layers])[order])
    return merged


def merged_pointwise(layers: list[nn.Conv2d], order: Tensor) -> nn.Conv2d:
    """One dense layer, with zeros where a branch does not see the other's channels."""
    merged = nn.Conv2d(order.numel(), sum(layer.out_channels for layer in layers), 1)
    start = 0
    full = torch.zeros(merged.weight.shape[:2])
    for index, layer in enumerate(layers):
        rows = sum(before.out_channels for before in layers[:index])
        full[rows : rows + layer.out_channels, start : start + layer.in_channels] = layer.weight[:, :, 0, 0]
        start += layer.in_channels
    merged.weight.copy_(full[:, order, None, None])
    assert merged.bias is not None
    merged.bias.copy_(torch.cat([_bias(layer) for layer in layers]))
    return merged


def as_conv(layer: nn.Linear) -> nn.Conv2d:
    conv = nn.Conv2d(layer.in_features, layer.out_features, 1)
    conv.weight.copy_(layer.weight[:, :, None, None])
    assert conv.bias is not None
    conv.bias.copy_(layer.bias)
    return conv


def difference(classifier: nn.Conv2d) -> nn.Conv2d:
    difference = nn.Conv2d(classifier.in_channels, 1, 3, padding=1, bias=False)
    difference.weight.copy_(classifier.weight[1:] - classifier.weight[:1])
    return difference


def parts_of_act(act: BatchNormAct, first: int) -> list[nn.Sequential]:
    """BatchNorm as a depthwise 1x1 layer, which keeps the layout of its neighbours."""
    scale, shift = affine(act.bn)
    parts = []
    for chosen in (slice(None, first), slice(first, None)):
        channels = scale[chosen].numel()
        norm = nn.Conv2d(channels, channels, 1, groups=channels)
        norm.weight.copy_(scale[chosen].view(-1, 1, 1, 1))
        assert norm.bias is not None
        norm.bias.copy_(shift[chosen])
        prelu = nn.PReLU(channels)
        prelu.weight.copy_(act.act.weight[chosen])
        parts.append(nn.Sequential(norm, prelu))
    return parts


def parts_of_depthwise(layer: nn.Conv2d, first: int) -> list[nn.Conv2d]:
    """The output size of a 3x3 layer with stride 2."""
    parts = []
    for chosen in (slice(None, first), slice(first, None)):
        weight = layer.weight[chosen]
        part = nn.Conv2d(len(weight), len(weight), 3, 2, 1, groups=len(weight), bias=False)
        part.weight.copy_(weight)
        parts.append(part)
    return parts


def parts_of_pointwise(layer: nn.Conv2d, first: int) -> list[nn.Conv2d]:
    """Splits a layer into two whose outputs sum to its own; the first gets the bias."""
    parts: list[nn.Conv2d] = []
    for chosen in (slice(None, first), slice(first, None)):
        weight = layer.weight[:, chosen]
        part = nn.Conv2d(weight.shape[1], layer.out_channels, 1, bias=not parts and layer.bias is not None)
        part.weight.copy_(weight)
        if part.bias is not None:
            part.bias.copy_(_bias(layer))
        parts.append(part)
    return parts


def _bias(layer: nn.Conv2d) -> Tensor:
    return layer.bias if layer.bias is not None else torch.zeros(layer.out_channels)
