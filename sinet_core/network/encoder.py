"""The encoder of Table 2: two strided layers, ten S2-modules, a 1x1 classifier at 1/8 resolution."""
from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from sinet_core.network.blocks import BatchNormAct, ConvBatchNormAct, DownsampleSE, S2Module
from sinet_core.network.config import Branch, SINetConfig


class Features(NamedTuple):
    """The encoder's features for the decoder."""

    high: Tensor  # (N, stage2, H/4, W/4)
    logits: Tensor  # (N, classes, H/8, W/8)


class Encoder(nn.Module):
    """(N, 3, H, W) normalised BGR -> Features. H and W are multiples of 32."""

    def __init__(self, config: SINetConfig) -> None:
        super().__init__()
        self.stem = ConvBatchNormAct(3, config.stem, 3, stride=2)
        self.down2 = DownsampleSE(config.stem, config.down2, reduction=1)
        self.stage2 = _stage(config.down2, config.stage2, config.modules2, config)
        self.merge2 = BatchNormAct(config.down2 + config.stage2)
        self.down3 = DownsampleSE(config.down2 + config.stage2, config.stage2, reduction=2)
        self.stage3 = _stage(config.stage2, config.stage3, config.modules3, config)
        self.merge3 = BatchNormAct(config.stage2 + config.stage3)
        self.classifier = nn.Conv2d(config.stage2 + config.stage3, config.classes, 1, bias=False)

    def forward(self, image: Tensor) -> Features:
        quarter = self.down2(self.stem(image))  # (N, 16, H/4, W/4)
        high = self.stage2(quarter)  # (N, 48, H/4, W/4)
        eighth = self.down3(self.merge2(torch.cat([quarter, high], 1)))  # (N, 48, H/8, W/8)
        deep = self.stage3(eighth)  # (N, 96, H/8, W/8)
        logits = self.classifier(self.merge3(torch.cat([eighth, deep], 1)))  # (N, 2, H/8, W/8)
        return Features(high, logits)


def _stage(
    inputs: int, outputs: int, modules: tuple[tuple[Branch, ...], ...], config: SINetConfig
) -> nn.Sequential:
    return nn.Sequential(
        *(
            S2Module(
                inputs if i == 0 else outputs,
                outputs,
                branches,
                residual=i > 0,
                shuffle=config.shuffle,
                align_corners=config.align_corners,
            )
            for i, branches in enumerate(modules)
        )
    )
