"""The information-blocking decoder (section 3.1, Figure 3; its maps are Figure 4).

High-resolution features help at the edge and do harm inside, where they only add texture. So they are
let in where the low-resolution prediction is uncertain, and blocked where it is certain.
"""
from __future__ import annotations

import torch
from torch import Tensor, nn

from sinet_core.network.blocks import ConvBatchNormAct, Upsample, batch_norm
from sinet_core.network.config import Gate, SINetConfig
from sinet_core.network.encoder import Features


class InformationBlock(nn.Module):
    """The gate (N, 1, H, W) in 0..1 that multiplies the high-resolution features.

    block: 1 - max softmax, the paper's; reverse: max softmax; removed: 1 everywhere (Table 4).
    """

    def __init__(self, mode: Gate) -> None:
        super().__init__()
        self.mode = mode

    def forward(self, logits: Tensor) -> Tensor:
        if self.mode == "removed":
            return torch.ones_like(logits[:, :1])
        confidence = logits.softmax(1).amax(1, keepdim=True)
        return confidence if self.mode == "reverse" else 1 - confidence


class GlobalAttention(nn.Module):
    """The gate (N, classes, 1, 1) of a global attention upsample (GAU; Li et al., Pyramid Attention Network, 2018).

    The low-resolution prediction, (N, classes, H/4, W/4), is averaged to one value per channel; a 1x1 convolution
    with BatchNorm and PReLU turns that into weights for the channels of the high-resolution features, the same
    everywhere in the picture. Such a decoder reduces those features with a 3x3 convolution.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.dense = ConvBatchNormAct(classes, classes, 1)

    def forward(self, logits: Tensor) -> Tensor:
        return self.dense(logits.mean((2, 3), keepdim=True))  # type: ignore[no-any-return]


class Decoder(nn.Module):
    """Features -> logits (N, classes, H, W)."""

    def __init__(self, config: SINetConfig) -> None:
        super().__init__()
        self.up = Upsample(2, config.align_corners)
        self.low_bn = batch_norm(config.classes)
        attends = config.gate == "attention"
        self.gate = GlobalAttention(config.classes) if attends else InformationBlock(config.gate)
        self.high = ConvBatchNormAct(config.stage2, config.classes, 3 if attends else 1)
        self.merge_bn = batch_norm(config.classes)
        self.classifier = nn.Conv2d(config.classes, config.classes, 3, padding=1, bias=False)

    def forward(self, features: Features) -> Tensor:
        low = self.low(features)
        merged = low + self.high(features.high) * self.gate(low)
        half = self.merge_bn(self.up(merged))  # (N, 2, H/2, W/2)
        return self.classifier(self.up(half))  # type: ignore[no-any-return]  # (N, 2, H, W)

    def low(self, features: Features) -> Tensor:
        """The gate's input, the low-resolution prediction: logits (N, classes, H/4, W/4)."""
        return self.low_bn(self.up(features.logits))  # type: ignore[no-any-return]
