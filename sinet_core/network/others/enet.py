"""ENet (Paszke et al., ENet: A Deep Neural Network Architecture for Real-Time Semantic Segmentation, 2016)."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.network.others.layers import conv, normed

DROP = 0.1
# Stage 2, repeated as stage 3: (dilation, asymmetric) of each bottleneck.
CONTEXT = ((1, False), (2, False), (1, True), (4, False), (1, False), (8, False), (1, True), (16, False))


class Initial(nn.Module):
    """13 channels of a strided convolution beside the pooled picture's three."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = conv(3, 13, 3, 2)
        self.bn = nn.BatchNorm2d(16)
        self.act = nn.PReLU(16)

    def forward(self, x: Tensor) -> Tensor:
        both = torch.cat([self.conv(x), F.max_pool2d(x, 2)], 1)
        return self.act(self.bn(both))  # type: ignore[no-any-return]


class Bottleneck(nn.Module):
    """1x1 to a quarter of the channels, a 3x3 (dilated, or 5x1 and 1x5), 1x1 back, added to the input."""

    def __init__(self, channels: int, *, dilation: int = 1, asymmetric: bool = False) -> None:
        super().__init__()
        inner = channels // 4
        middle = [normed(conv(inner, inner, 3, dilation=dilation), nn.PReLU)]
        if asymmetric:
            middle = [nn.Sequential(conv(inner, inner, (5, 1)), *normed(conv(inner, inner, (1, 5)), nn.PReLU))]
        self.way = nn.Sequential(
            normed(conv(channels, inner), nn.PReLU), *middle, normed(conv(inner, channels), None), nn.Dropout2d(DROP)
        )
        self.act = nn.PReLU(channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.act(x + self.way(x))  # type: ignore[no-any-return]


class Down(nn.Module):
    """Halves the size; the other branch is max pooling, zero-padded for new channels. Also returns its indices."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        inner = inputs // 4
        self.new = outputs - inputs
        self.way = nn.Sequential(
            normed(nn.Conv2d(inputs, inner, 2, 2, bias=False), nn.PReLU),
            normed(conv(inner, inner, 3), nn.PReLU),
            normed(conv(inner, outputs), None),
            nn.Dropout2d(DROP),
        )
        self.act = nn.PReLU(outputs)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        pooled, where = F.max_pool2d(x, 2, return_indices=True)
        pooled = F.pad(pooled, (0, 0, 0, 0, 0, self.new))
        return self.act(pooled + self.way(x)), where


class Up(nn.Module):
    """Doubles the size; the other branch is a 1x1 and an unpooling to the places of the maxima."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        inner = inputs // 4
        self.main = normed(conv(inputs, outputs), None)
        self.way = nn.Sequential(
            normed(conv(inputs, inner)),
            normed(nn.ConvTranspose2d(inner, inner, 3, 2, 1, 1, bias=False)),
            normed(conv(inner, outputs), None),
            nn.Dropout2d(DROP),
        )

    def forward(self, x: Tensor, where: Tensor) -> Tensor:
        return F.relu(F.max_unpool2d(self.main(x), where, [2, 2]) + self.way(x))


class ENet(nn.Module):
    """See the package for inputs and outputs."""

    def __init__(self, classes: int = 2) -> None:
        super().__init__()
        context = [option for _ in range(2) for option in CONTEXT]
        self.initial = Initial()
        self.down1 = Down(16, 64)
        self.stage1 = nn.Sequential(*(Bottleneck(64) for _ in range(4)))
        self.down2 = Down(64, 128)
        self.stage2 = nn.Sequential(*(Bottleneck(128, dilation=d, asymmetric=a) for d, a in context))
        self.up4 = Up(128, 64)
        self.stage4 = nn.Sequential(*(Bottleneck(64) for _ in range(2)))
        self.up5 = Up(64, 16)
        self.stage5 = Bottleneck(16)
        self.classifier = nn.ConvTranspose2d(16, classes, 3, 2, 1, 1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        half = self.initial(image)
        quarter, where_half = self.down1(half)
        eighth, where_quarter = self.down2(self.stage1(quarter))
        quarter = self.stage4(self.up4(self.stage2(eighth), where_quarter))
        return self.classifier(self.stage5(self.up5(quarter, where_half)))  # type: ignore[no-any-return]
