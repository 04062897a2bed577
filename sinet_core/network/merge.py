"""Exact rewrites of a folded network for a runtime in which every layer and every change of layout costs.

* The two branches of an S2-module at a quarter of the size become one: each channel of the split comes twice, both
  depthwise kernels are one depthwise layer (the smaller one with zeros around), both 1x1 layers one. No
  concatenation is left. Deeper down, where features are small, the zeros would cost more than the concatenation.
* What follows a concatenation is applied to its parts: depthwise layers channel by channel, a 1x1 layer as a sum.
* The dense layers of SE become 1x1 convolutions.
* The last layer computes only the difference of the two classes, and together with the two upsamplings before it
  becomes one 3x3 layer at a quarter of the size (see PhasesDecoder).
"""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.network.blocks import DownsampleSE, S2Block, S2Module, SqueezeExcite
from sinet_core.network.decoder import Decoder
from sinet_core.network.encoder import Encoder, Features
from sinet_core.network.parts import (
    as_conv,
    difference,
    merged_depthwise,
    merged_pointwise,
    order_of_twice,
    parts_of_act,
    parts_of_depthwise,
    parts_of_pointwise,
    twice,
)
from sinet_core.network.sinet import SINet

SCALE = 4  # from the decoder's merge to full size
MARGIN = 9  # an odd number of cells, wide enough that the border does not affect the middle


@torch.no_grad()
def merge(network: SINet) -> SINet:
    """Rewrites a fused network in place and returns it. Its output is one channel: person - background.

    Raises:
        ValueError: it does not have two classes.
    """
    if network.config.classes != 2:
        raise ValueError(f"only a network with two classes can be merged, got {network.config.classes}")
    stage2 = network.encoder.stage2
    for index, module in enumerate(stage2):
        if isinstance(module, S2Module) and all(isinstance(b.pool, nn.Identity) for b in _branches(module)):
            stage2[index] = MergedModule(module)
    for module in list(network.modules()):
        if isinstance(module, DownsampleSE):
            module.se = ConvSqueezeExcite(module.se)  # type: ignore[assignment]
    network.encoder = PartsEncoder(network.encoder)  # type: ignore[assignment]
    network.decoder.classifier = difference(network.decoder.classifier)
    if not network.config.align_corners:
        network.decoder = PhasesDecoder(network.decoder)  # type: ignore[assignment]
    return network


class MergedModule(nn.Module):
    """An S2-module without squeezing branches, as one branch with twice the channels."""

    def __init__(self, module: S2Module) -> None:
        super().__init__()
        branches = _branches(module)
        self.residual = module.residual
        self.split = twice(module.split)
        order = order_of_twice(module.split)
        self.depthwise = merged_depthwise([branch.depthwise for branch in branches], order)
        self.act = nn.PReLU(order.numel())
        self.act.weight.copy_(torch.cat([branch.act.weight for branch in branches])[order])
        self.pointwise = merged_pointwise([branch.pointwise for branch in branches], order)
        self.out = module.out

    def forward(self, x: Tensor) -> Tensor:
        merged = self.pointwise(self.act(self.depthwise(self.split(x))))
        return self.out(x + merged if self.residual else merged)  # type: ignore[no-any-return]


class ConvSqueezeExcite(nn.Module):
    """SE with 1x1 convolutions instead of dense layers."""

    def __init__(self, se: SqueezeExcite) -> None:
        super().__init__()
        self.dense = nn.Sequential(
            *(as_conv(layer) if isinstance(layer, nn.Linear) else layer for layer in se.dense)
        )

    def forward(self, x: Tensor) -> Tensor:
        return x * self.dense(x.mean((2, 3), keepdim=True))  # type: ignore[no-any-return]


class PhasesDecoder(nn.Module):
    """The decoder with both last upsamplings and the classifier as one 3x3 layer at a quarter of the size.

    Each of its sixteen outputs is one of 4x4 pixels. Exact except for the outermost pixels: there the classifier
    sees the image extended instead of zeros.
    """

    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self.up, self.gate, self.high = decoder.up, decoder.gate, decoder.high
        classes = decoder.classifier.in_channels
        self.phases = nn.Conv2d(classes, SCALE**2, 3)
        assert self.phases.bias is not None
        silence = torch.zeros(1, classes, MARGIN, MARGIN)
        answer = _tail(decoder, silence)
        self.phases.bias.fill_(answer[0, 0, SCALE * MARGIN // 2, SCALE * MARGIN // 2])
        for channel in range(classes):
            impulse = silence.clone()
            impulse[0, channel, MARGIN // 2, MARGIN // 2] = 1
            pixels = _tail(decoder, impulse) - answer
            cells = F.pixel_unshuffle(pixels, SCALE)[0]
            near = slice(MARGIN // 2 - 1, MARGIN // 2 + 2)
            self.phases.weight[:, channel] = cells[:, near, near].flip(1, 2)

    def low(self, features: Features) -> Tensor:
        return self.up(features.logits)  # type: ignore[no-any-return]

    def forward(self, features: Features) -> Tensor:
        low = self.low(features)
        merged = low + self.high(features.high) * self.gate(low)
        return F.pixel_shuffle(self.phases(F.pad(merged, (1, 1, 1, 1), mode="replicate")), SCALE)


class PartsEncoder(nn.Module):
    """The encoder without its two concatenations."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.stem, self.down2, self.stage2, self.stage3 = encoder.stem, encoder.down2, encoder.stage2, encoder.stage3
        sizes = [encoder.down2.pointwise.out_channels, encoder.merge2.bn.num_features]
        self.merge2 = nn.ModuleList(parts_of_act(encoder.merge2, sizes[0]))
        self.depthwise3 = nn.ModuleList(parts_of_depthwise(encoder.down3.depthwise, sizes[0]))
        assert isinstance(encoder.down3.se, ConvSqueezeExcite)
        self.dense3 = encoder.down3.se.dense
        self.pointwise3 = nn.ModuleList(parts_of_pointwise(encoder.down3.pointwise, sizes[0]))
        self.act3 = encoder.down3.act
        eighth = encoder.down3.pointwise.out_channels
        self.merge3 = nn.ModuleList(parts_of_act(encoder.merge3, eighth))
        self.classifiers = nn.ModuleList(parts_of_pointwise(encoder.classifier, eighth))

    def forward(self, image: Tensor) -> Features:
        quarter = self.down2(self.stem(image))
        high = self.stage2(quarter)
        eighth = self._down3(quarter, high)
        deep = self.stage3(eighth)
        parts = zip(self.classifiers, self.merge3, (eighth, deep), strict=True)
        logits = [classifier(act(part)) for classifier, act, part in parts]
        return Features(high, logits[0] + logits[1])

    def _down3(self, quarter: Tensor, high: Tensor) -> Tensor:
        layers = zip(self.depthwise3, self.merge2, (quarter, high), strict=True)
        parts = [depthwise(act(part)) for depthwise, act, part in layers]
        means = torch.cat([part.mean((2, 3), keepdim=True) for part in parts], 1)
        weights = self.dense3(means).split([part.shape[1] for part in parts], 1)
        sums = [
            pointwise(part * weight) for pointwise, part, weight in zip(self.pointwise3, parts, weights, strict=True)
        ]
        return self.act3(sums[0] + sums[1])  # type: ignore[no-any-return]


def _tail(decoder: Decoder, merged: Tensor) -> Tensor:
    return decoder.classifier(decoder.up(decoder.merge_bn(decoder.up(merged))))  # type: ignore[no-any-return]


def _branches(module: S2Module) -> list[S2Block]:
    return [branch for branch in module.branches if isinstance(branch, S2Block)]
