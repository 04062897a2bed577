"""ESPNetV2 for segmentation (Mehta et al., CVPR 2019): grouped pyramids of depthwise dilated convolutions."""
from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.network.blocks import BatchNormAct, ChannelShuffle, ConvBatchNormAct
from sinet_core.network.others.layers import conv, enlarged, normed

BRANCHES = 4
BASE = 32  # of the channels, multiplied by the width
SCALES = (2.0, 1.5, 1.0, 0.5, 0.1)  # of the decoder's pyramids
LEAST = 5  # px, of the smallest one


class EESP(nn.Module):
    """Grouped 1x1, four depthwise 3x3 of growing dilation fused one after the other, grouped 1x1, residual.

    reach: the largest receptive field; branches that would exceed it have plain 3x3 kernels.
    """

    def __init__(self, inputs: int, outputs: int, reach: int, stride: int = 1) -> None:
        super().__init__()
        inner = outputs // BRANCHES
        sizes = sorted(3 + 2 * k if 3 + 2 * k <= reach else 3 for k in range(BRANCHES))
        self.residual = stride == 1 and inputs == outputs
        self.reduce = normed(conv(inputs, inner, groups=BRANCHES), nn.PReLU)
        self.branches = nn.ModuleList(
            conv(inner, inner, 3, stride, groups=inner, dilation=(size - 1) // 2) for size in sizes
        )
        self.merge = nn.Sequential(BatchNormAct(outputs), normed(conv(outputs, outputs, groups=BRANCHES), None))
        self.act = nn.PReLU(outputs) if stride == 1 else nn.Identity()  # the layer that shrinks adds and activates

    def forward(self, x: Tensor) -> Tensor:
        small = self.reduce(x)
        parts = [self.branches[0](small)]
        for branch in self.branches[1:]:
            parts.append(branch(small) + parts[-1])
        merged = self.merge(torch.cat(parts, 1))
        return self.act(x + merged if self.residual else merged)  # type: ignore[no-any-return]


class Shrink(nn.Module):
    """A strided EESP beside average pooling, plus the shrunk picture (input reinforcement)."""

    def __init__(self, inputs: int, outputs: int, reach: int) -> None:
        super().__init__()
        self.eesp = EESP(inputs, outputs - inputs, reach, stride=2)
        self.remind = nn.Sequential(normed(conv(3, 3, 3), nn.PReLU), normed(conv(3, outputs), None))
        self.act = nn.PReLU(outputs)

    def forward(self, x: Tensor, image: Tensor) -> Tensor:
        both = torch.cat([F.avg_pool2d(x, 3, 2, 1), self.eesp(x)], 1)
        return self.act(both + self.remind(image))  # type: ignore[no-any-return]


class Pyramid(nn.Module):
    """Efficient pyramid pooling: few channels, seen at five sizes, mixed channel by channel."""

    def __init__(self, inputs: int, outputs: int, inner: int, *, last: bool = False) -> None:
        super().__init__()
        parts = len(SCALES)
        self.reduce = normed(conv(inputs, inner), nn.PReLU)
        self.stages = nn.ModuleList(conv(inner, inner, 3, groups=inner) for _ in SCALES)
        self.merge = nn.Sequential(
            BatchNormAct(parts * inner),
            ChannelShuffle(parts),
            normed(conv(parts * inner, inner, 3, groups=inner), nn.PReLU),
            nn.Conv2d(inner, outputs, 1, bias=last),
        )
        self.act: nn.Module = nn.Identity() if last else BatchNormAct(outputs)

    def forward(self, x: Tensor) -> Tensor:
        small = self.reduce(x)
        parts = [_at_scale(stage, small, scale) for stage, scale in zip(self.stages, SCALES, strict=True)]
        return self.act(self.merge(torch.cat(parts, 1)))  # type: ignore[no-any-return]


def _at_scale(stage: nn.Module, x: Tensor, scale: float) -> Tensor:
    own = (x.shape[2], x.shape[3])
    size = (max(LEAST, math.ceil(own[0] * scale)), max(LEAST, math.ceil(own[1] * scale)))
    if scale < 1:
        return F.interpolate(stage(F.adaptive_avg_pool2d(x, size)), own, mode="bilinear", align_corners=True)
    if scale > 1:
        large = F.interpolate(x, size, mode="bilinear", align_corners=True)
        return F.adaptive_avg_pool2d(stage(large), own)
    return stage(x)  # type: ignore[no-any-return]


class Bridge(nn.Module):
    """The encoder's output for the decoder: a grouped 3x3 whose channels are weighted by the picture's means."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.weigh = conv(inputs, outputs)
        self.expand = normed(conv(inputs, outputs, 3, groups=math.gcd(inputs, outputs)), nn.PReLU)

    def forward(self, x: Tensor) -> Tensor:
        return self.expand(x) * torch.sigmoid(self.weigh(x.mean((2, 3), keepdim=True)))  # type: ignore[no-any-return]


class ESPNetV2(nn.Module):
    """See the package for inputs and outputs. width: 1.5 or 2.0 in Table 3."""

    def __init__(self, classes: int = 2, width: float = 2.0) -> None:
        super().__init__()
        base = math.ceil(int(BASE * width) / BRANCHES) * BRANCHES
        half, quarter, eighth, sixteenth = min(BASE, base), 2 * base, 4 * base, 8 * base
        self.stem = ConvBatchNormAct(3, half, 3, stride=2)
        self.down2 = Shrink(half, quarter, 13)
        self.down3 = Shrink(quarter, eighth, 11)
        self.stage3 = nn.Sequential(*(EESP(eighth, eighth, 9) for _ in range(3)))
        self.down4 = Shrink(eighth, sixteenth, 9)
        self.stage4 = nn.Sequential(*(EESP(sixteenth, sixteenth, 7) for _ in range(7)))
        fourth, third, second = (BASE // 2 * times for times in (4, 3, 2))
        inner = max(1, min(classes // 2, BASE // 2))
        self.head = Pyramid(sixteenth, fourth, inner)
        self.bridges = nn.ModuleList((Bridge(eighth, fourth), Bridge(quarter, third), Bridge(half, second)))
        self.acts = nn.ModuleList(BatchNormAct(width) for width in (fourth, third, second))
        self.decoders = nn.ModuleList(
            (Pyramid(fourth, third, inner), Pyramid(third, second, inner), Pyramid(second, classes, inner, last=True))
        )

    def forward(self, image: Tensor) -> Tensor:
        images = [image]
        for _ in range(4):
            images.append(F.avg_pool2d(images[-1], 3, 2, 1))
        half = self.stem(image)
        quarter = self.down2(half, images[2])
        eighth = self.stage3(self.down3(quarter, images[3]))
        low = self.head(self.stage4(self.down4(eighth, images[4])))
        steps = zip((eighth, quarter, half), self.bridges, self.acts, self.decoders, strict=True)
        for features, bridge, act, decoder in steps:
            low = decoder(act(bridge(features) + enlarged(low, 2)))
        return enlarged(low, 2)
