"""MobileNetV3-Small for segmentation (Howard et al., Searching for MobileNetV3, ICCV 2019, Tables 2 and 7).

The last stage has half its channels and keeps its size; the head is Lite R-ASPP with 128 filters.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.network.others.layers import conv, fitted, normed


def hard_swish(_channels: int) -> nn.Module:
    """h-swish; ignores the channels."""
    return nn.Hardswish()


def _relu(_channels: int) -> nn.Module:
    return nn.ReLU()


@dataclass(frozen=True)
class Row:
    """A row of the paper's Table 2: kernel, expanded and output channels, SE, h-swish (else ReLU), stride."""

    kernel: int
    wide: int
    outputs: int
    excites: bool
    swish: bool
    stride: int
    dilation: int = 1


QUARTER = (Row(3, 16, 16, True, False, 2),)
EIGHTH = (Row(3, 72, 24, False, False, 2), Row(3, 88, 24, False, False, 1))
SIXTEENTH = (
    Row(5, 96, 40, True, True, 2),
    Row(5, 240, 40, True, True, 1),
    Row(5, 240, 40, True, True, 1),
    Row(5, 120, 48, True, True, 1),
    Row(5, 144, 48, True, True, 1),
    Row(5, 144, 48, True, True, 1, 2),
    Row(5, 288, 48, True, True, 1, 2),
    Row(5, 288, 48, True, True, 1, 2),
)
LAST = 288
FILTERS = 128


class Excite(nn.Module):
    """SE with a quarter of the channels and a hard sigmoid."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        inner = _rounded(channels / 4)
        self.dense = nn.Sequential(
            nn.Conv2d(channels, inner, 1), nn.ReLU(), nn.Conv2d(inner, channels, 1), nn.Hardsigmoid()
        )

    def forward(self, x: Tensor) -> Tensor:
        return x * self.dense(x.mean((2, 3), keepdim=True))  # type: ignore[no-any-return]


class Bneck(nn.Module):
    """The inverted residual with SE."""

    def __init__(self, inputs: int, row: Row) -> None:
        super().__init__()
        act = hard_swish if row.swish else _relu
        self.residual = row.stride == 1 and inputs == row.outputs
        widen = [normed(conv(inputs, row.wide), act)] if row.wide != inputs else []
        depth = conv(row.wide, row.wide, row.kernel, row.stride, groups=row.wide, dilation=row.dilation)
        excite = [Excite(row.wide)] if row.excites else []
        self.way = nn.Sequential(*widen, normed(depth, act), *excite, normed(conv(row.wide, row.outputs), None))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.way(x) if self.residual else self.way(x)  # type: ignore[no-any-return]


class MobileNetV3(nn.Module):
    """See the package for inputs and outputs."""

    def __init__(self, classes: int = 2) -> None:
        super().__init__()
        self.stem = normed(conv(3, 16, 3, 2), hard_swish)
        self.quarter, self.eighth = _stage(16, QUARTER), _stage(16, EIGHTH)
        self.sixteenth = nn.Sequential(_stage(24, SIXTEENTH), normed(conv(48, LAST), hard_swish))
        self.filters = normed(conv(LAST, FILTERS))
        self.weigh = conv(LAST, FILTERS)
        self.classify_low = nn.Conv2d(FILTERS, classes, 1)
        self.classify_high = nn.Conv2d(24, classes, 1)

    def forward(self, image: Tensor) -> Tensor:
        high = self.eighth(self.quarter(self.stem(image)))  # (N, 24, H/8, W/8)
        deep = self.sixteenth(high)  # (N, 288, H/16, W/16)
        window = min(deep.shape[2], deep.shape[3])
        pooled = F.avg_pool2d(deep, window, max(1, window // 3))
        weight = fitted(torch.sigmoid(self.weigh(pooled)), deep)
        low = fitted(self.filters(deep) * weight, high)
        return fitted(self.classify_low(low) + self.classify_high(high), image)


def _stage(inputs: int, rows: tuple[Row, ...]) -> nn.Sequential:
    before = (inputs, *(row.outputs for row in rows))
    return nn.Sequential(*(Bneck(width, row) for width, row in zip(before, rows, strict=False)))


def _rounded(channels: float) -> int:
    """Rounds to a multiple of eight, never below nine tenths."""
    near = max(8, int(channels + 4) // 8 * 8)
    return near + 8 if near < 0.9 * channels else near
