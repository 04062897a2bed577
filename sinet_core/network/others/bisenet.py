"""BiSeNet with ResNet-18 (Yu et al., BiSeNet: Bilateral Segmentation Network, ECCV 2018), as Table 3 counts it.

The context path ends in two attention modules and the mean of the deepest features; the fusion maps to the classes
directly. 11.9 M parameters, or 12.4 M with ResNet-18's ImageNet classifier, which segments nothing: these are the
digits of Table 3, whose 0.124 M is off by a factor of 100. 2.31 G multiply-adds at 224x224, as in the table.
"""
from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

from sinet_core.network.others.layers import conv, enlarged, fitted, normed

STAGES = ((64, 1), (128, 2), (256, 2), (512, 2))  # of ResNet-18: channels, stride of the first block
SPATIAL = (3, 64, 128, 256)


class Residual(nn.Module):
    """ResNet's basic block."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.way = nn.Sequential(normed(conv(inputs, outputs, 3, stride)), normed(conv(outputs, outputs, 3), None))
        same = stride == 1 and inputs == outputs
        self.short = nn.Identity() if same else normed(conv(inputs, outputs, 1, stride), None)
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.way(x) + self.short(x))  # type: ignore[no-any-return]


class Attention(nn.Module):
    """Attention refinement: channels weighted by a 1x1 convolution of their means."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.dense = nn.Conv2d(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(self.dense(x.mean((2, 3), keepdim=True)))


class Fusion(nn.Module):
    """Feature fusion: a 3x3 from both paths to the classes, which weight themselves."""

    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.mix = normed(conv(inputs, classes, 3))
        self.dense = nn.Sequential(nn.Conv2d(classes, classes, 1), nn.ReLU(), nn.Conv2d(classes, classes, 1))

    def forward(self, x: Tensor) -> Tensor:
        mixed = self.mix(x)
        return mixed + mixed * torch.sigmoid(self.dense(mixed.mean((2, 3), keepdim=True)))  # type: ignore[no-any-return]


class BiSeNet(nn.Module):
    """See the package for inputs and outputs."""

    def __init__(self, classes: int = 2) -> None:
        super().__init__()
        pairs = pairwise(SPATIAL)
        self.spatial = nn.Sequential(*(normed(conv(inputs, outputs, 3, 2)) for inputs, outputs in pairs))
        self.stem = nn.Sequential(normed(conv(3, 64, 7, 2)), nn.MaxPool2d(3, 2, 1))
        befores = (64, *(channels for channels, _ in STAGES))
        self.stages = nn.ModuleList(
            nn.Sequential(Residual(before, channels, stride), Residual(channels, channels, 1))
            for before, (channels, stride) in zip(befores, STAGES, strict=False)
        )
        self.attention4, self.attention5 = Attention(256), Attention(512)
        self.fusion = Fusion(256 + 256 + 512, classes)
        self.classifier = nn.Conv2d(classes, classes, 1)

    def forward(self, image: Tensor) -> Tensor:
        fine = self.spatial(image)  # (N, 256, H/8, W/8)
        x = self.stem(image)
        for stage in self.stages[:3]:
            x = stage(x)
        deep = self.stages[3](x)
        context = self.attention5(deep) * deep.mean((2, 3), keepdim=True)
        both = torch.cat([fine, fitted(self.attention4(x), fine), fitted(context, fine)], 1)
        return self.classifier(enlarged(self.fusion(both), 8))  # type: ignore[no-any-return]
