"""The encoder for street scenes (Table 7 of the SINet paper): 0.12 M parameters, 1.2 G multiply-adds at 2048x1024.

It is deeper than the one for portraits, halves the size once more, and its squeezed kernels are crosses: k x 1
beside 1 x k. Table 7 squeezes by up to 8, where the text says 4; the authors' code uses 8, and so does this.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from sinet_core.network.blocks import (
    BatchNormAct,
    ConvBatchNormAct,
    DownsampleSE,
    S2Block,
    S2Module,
    Upsample,
    batch_norm,
)
from sinet_core.network.config import Branch

PLAIN = Branch(3, 0)  # squeeze 0: a full 3x3 kernel at the original size


@dataclass(frozen=True)
class CityscapesConfig:
    """The numbers; classes: output channels; stem, down3, stage2: channels; stage3: of its two halves."""

    classes: int = 19
    stem: int = 16
    down3: int = 24
    stage2: int = 60
    stage3: tuple[int, int] = (84, 108)
    modules2: tuple[tuple[Branch, ...], ...] = (
        (Branch(3, 1), Branch(5, 1)),
        (PLAIN, Branch(3, 1)),
        (PLAIN, Branch(3, 1)),
    )
    modules3: tuple[tuple[Branch, ...], ...] = (
        (Branch(3, 1), Branch(5, 1)),
        (PLAIN, Branch(3, 1)),
        (Branch(5, 1), Branch(5, 4)),
        (Branch(3, 2), Branch(5, 8)),
        (Branch(3, 1), Branch(5, 1)),
        (Branch(3, 1), Branch(5, 1)),
        (PLAIN, Branch(3, 1)),
        (Branch(5, 1), Branch(5, 8)),
        (Branch(3, 2), Branch(5, 4)),
        (PLAIN, Branch(5, 2)),
    )


class CrossBlock(nn.Module):
    """An S2-block whose kernel is a cross: pool p x p, depthwise k x 1 plus 1 x k, PReLU, 1x1, upsample, BatchNorm."""

    def __init__(self, inputs: int, outputs: int, branch: Branch, align_corners: bool) -> None:
        super().__init__()
        squeeze, kernel, half = branch.squeeze, branch.kernel, branch.kernel // 2
        self.pool = nn.AvgPool2d(squeeze) if squeeze > 1 else nn.Identity()
        self.tall = nn.Conv2d(inputs, inputs, (kernel, 1), padding=(half, 0), groups=inputs, bias=False)
        self.tall_bn = batch_norm(inputs)
        self.wide = nn.Conv2d(inputs, inputs, (1, kernel), padding=(0, half), groups=inputs, bias=False)
        self.wide_bn = batch_norm(inputs)
        self.act = nn.PReLU(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.up = Upsample(squeeze, align_corners) if squeeze > 1 else nn.Identity()
        self.bn = batch_norm(outputs)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(x)
        x = self.act(self.tall_bn(self.tall(x)) + self.wide_bn(self.wide(x)))
        return self.bn(self.up(self.pointwise(x)))  # type: ignore[no-any-return]


class StreetFeatures(NamedTuple):
    """The encoder's features for the decoder, each (N, channels, height, width)."""

    quarter: Tensor  # (N, classes, H/4, W/4): row 2 of Table 7
    eighth: Tensor  # (N, stage2, H/8, W/8)
    logits: Tensor  # (N, classes, H/16, W/16)


class CityscapesEncoder(nn.Module):
    """(N, 3, H, W) -> logits (N, classes, H/16, W/16). H and W are multiples of 128."""

    def __init__(self, config: CityscapesConfig) -> None:
        super().__init__()
        half = len(config.modules3) // 2
        widths3 = [config.stage3[0]] * half + [config.stage3[1]] * (len(config.modules3) - half)
        last = config.stage3[1]
        self.stem = ConvBatchNormAct(3, config.stem, 3, stride=2)
        self.down2 = DownsampleSE(config.stem, config.classes, reduction=1)
        self.down3 = DownsampleSE(config.classes, config.down3, reduction=1)
        self.stage2 = _stage(config.down3, [config.stage2] * len(config.modules2), config.modules2)
        self.merge2 = BatchNormAct(config.down3 + config.stage2)
        self.down4 = DownsampleSE(config.down3 + config.stage2, config.stage2, reduction=2)
        self.stage3 = _stage(config.stage2, widths3, config.modules3)
        self.merge3 = BatchNormAct(config.stage2 + last)
        self.classifier = nn.Conv2d(config.stage2 + last, config.classes, 1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        return self.features(image).logits

    def features(self, image: Tensor) -> StreetFeatures:
        """The logits, with the features before them."""
        quarter = self.down2(self.stem(image))  # (N, 19, H/4, W/4)
        eighth = self.down3(quarter)  # (N, 24, H/8, W/8)
        wide = self.stage2(eighth)  # (N, 60, H/8, W/8)
        small = self.down4(self.merge2(torch.cat([eighth, wide], 1)))  # (N, 60, H/16, W/16)
        deep = self.stage3(small)  # (N, 108, H/16, W/16)
        return StreetFeatures(quarter, wide, self.classifier(self.merge3(torch.cat([small, deep], 1))))


def _stage(inputs: int, widths: list[int], modules: tuple[tuple[Branch, ...], ...]) -> nn.Sequential:
    before = [inputs, *widths]
    return nn.Sequential(
        *(
            S2Module(first, width, branches, residual=first == width, shuffle=True, align_corners=True, block=_block)
            for first, width, branches in zip(before, widths, modules, strict=False)
        )
    )


def _block(inputs: int, outputs: int, branch: Branch, align_corners: bool) -> nn.Module:
    if branch == PLAIN:
        return S2Block(inputs, outputs, Branch(branch.kernel, 1), align_corners)
    return CrossBlock(inputs, outputs, branch, align_corners)
