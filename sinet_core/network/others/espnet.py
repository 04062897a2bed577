"""ESPNet (Mehta et al., ECCV 2018), and DS-ESPNet: the same with depthwise dilated convolutions.

Table 3 uses p = 2 and q = 8 blocks at a quarter and an eighth of the size, and (0.5) means half the channels. The
paper does not say which convolutions DS-ESPNet separates. Separating those of its blocks, but not of the layers that
shrink, gives the parameters of Table 3.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.network.blocks import BatchNormAct, ConvBatchNormAct
from sinet_core.network.others.layers import conv

RATES = (1, 2, 4, 8, 16)


@dataclass(frozen=True)
class ESPNetConfig:
    """quarter, eighth: blocks at that size; width: of all channels; depthwise: DS-ESPNet."""

    classes: int = 2
    quarter: int = 2
    eighth: int = 8
    width: float = 1.0
    depthwise: bool = False


class Pyramid(nn.Module):
    """Five dilated 3x3 in parallel, each added to the previous one (hierarchical fusion), concatenated."""

    def __init__(self, inputs: int, outputs: int, depthwise: bool, stride: int = 1) -> None:
        super().__init__()
        inner = outputs // len(RATES)
        widths = [outputs - (len(RATES) - 1) * inner] + [inner] * (len(RATES) - 1)
        self.reduce = conv(inputs, inner, 3, stride) if stride > 1 else conv(inputs, inner)
        self.branches = nn.ModuleList(
            _dilated(inner, width, rate, depthwise) for width, rate in zip(widths, RATES, strict=True)
        )

    def forward(self, x: Tensor) -> Tensor:
        small = self.reduce(x)
        parts = [branch(small) for branch in self.branches]
        for index in range(2, len(parts)):
            parts[index] = parts[index] + parts[index - 1]
        return torch.cat(parts, 1)


def _dilated(inputs: int, outputs: int, rate: int, depthwise: bool) -> nn.Module:
    if not depthwise:
        return conv(inputs, outputs, 3, dilation=rate)
    depth = conv(inputs, inputs, 3, groups=inputs, dilation=rate)
    return nn.Sequential(depth, BatchNormAct(inputs), conv(inputs, outputs))


class Block(nn.Module):
    """An ESP block: the pyramid added to its input."""

    def __init__(self, channels: int, depthwise: bool) -> None:
        super().__init__()
        self.pyramid = Pyramid(channels, channels, depthwise)
        self.act = BatchNormAct(channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.act(x + self.pyramid(x))  # type: ignore[no-any-return]


class ESPNet(nn.Module):
    """See the package for inputs and outputs."""

    def __init__(self, config: ESPNetConfig) -> None:
        super().__init__()
        classes, deep = config.classes, config.depthwise
        stem, second, third = (round(config.width * channels) for channels in (16, 64, 128))
        self.stem = ConvBatchNormAct(3, stem, 3, stride=2)
        self.merge1 = BatchNormAct(stem + 3)
        self.down2 = nn.Sequential(Pyramid(stem + 3, second, False, 2), BatchNormAct(second))
        self.stage2 = nn.Sequential(*(Block(second, deep) for _ in range(config.quarter)))
        self.merge2 = BatchNormAct(2 * second + 3)
        self.down3 = nn.Sequential(Pyramid(2 * second + 3, third, False, 2), BatchNormAct(third))
        self.stage3 = nn.Sequential(*(Block(third, deep) for _ in range(config.eighth)))
        self.merge3 = BatchNormAct(2 * third)
        self.classify3 = conv(2 * third, classes)
        self.up3 = nn.Sequential(nn.BatchNorm2d(classes), _doubled(classes))
        self.classify2 = conv(2 * second + 3, classes)
        self.combine = nn.Sequential(BatchNormAct(2 * classes), _mixed(2 * classes, classes, deep))
        self.up2 = nn.Sequential(BatchNormAct(classes), _doubled(classes), BatchNormAct(classes))
        self.mix1 = ConvBatchNormAct(stem + 3 + classes, classes, 3)
        self.classifier = _doubled(classes)

    def forward(self, image: Tensor) -> Tensor:
        half = F.avg_pool2d(image, 3, 2, 1)
        quarter = F.avg_pool2d(half, 3, 2, 1)
        first = self.merge1(torch.cat([self.stem(image), half], 1))
        small = self.down2(first)
        second = self.merge2(torch.cat([self.stage2(small), small, quarter], 1))
        small = self.down3(second)
        third = self.merge3(torch.cat([small, self.stage3(small)], 1))
        low = self.up3(self.classify3(third))
        low = self.up2(self.combine(torch.cat([self.classify2(second), low], 1)))
        return self.classifier(self.mix1(torch.cat([low, first], 1)))  # type: ignore[no-any-return]


def _mixed(inputs: int, outputs: int, depthwise: bool) -> nn.Module:
    """The decoder's pyramid; with fewer channels than branches it is one 3x3."""
    return Pyramid(inputs, outputs, depthwise) if outputs >= len(RATES) else conv(inputs, outputs, 3)


def _doubled(channels: int) -> nn.ConvTranspose2d:
    return nn.ConvTranspose2d(channels, channels, 2, 2, bias=False)
