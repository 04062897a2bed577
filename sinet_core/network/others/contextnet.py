"""ContextNet (Poudel et al., BMVC 2018): a deep branch on the shrunk picture, a shallow one at full size.

ContextNet12 gives the deep branch half the size, ContextNet14 a quarter. Its own paper ends the deep branch with one
more convolution; without it, it has the 0.838 M parameters of SINet's Table 3.
"""
from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.network.others.layers import conv, enlarged, fitted, normed, separable
from sinet_core.network.others.portraitnet import Inverted

# The deep branch, Table 1 of its paper: (expansion, channels, blocks, stride of the first).
DEEP = ((1, 32, 1, 1), (6, 32, 1, 1), (6, 48, 3, 2), (6, 64, 3, 2), (6, 96, 2, 1), (6, 128, 2, 1))
FUSED = 128


class ContextNet(nn.Module):
    """See the package for inputs and outputs. shrink: 2 for ContextNet12, 4 for ContextNet14."""

    def __init__(self, classes: int = 2, shrink: int = 2) -> None:
        super().__init__()
        self.shrink = shrink
        self.shallow = nn.Sequential(
            normed(conv(3, 32, 3, 2)), separable(32, 64, 2), separable(64, 128, 2), separable(128, FUSED)
        )
        blocks: list[nn.Module] = [normed(conv(3, 32, 3, 2))]
        before = 32
        for expand, channels, count, stride in DEEP:
            for number in range(count):
                blocks.append(Inverted(before, channels, stride if number == 0 else 1, expand))
                before = channels
        self.deep = nn.Sequential(*blocks)
        self.spread = nn.Sequential(
            normed(conv(FUSED, FUSED, 3, groups=FUSED, dilation=4)), normed(conv(FUSED, FUSED), None)
        )
        self.keep = normed(conv(FUSED, FUSED), None)
        self.classifier = nn.Sequential(nn.Dropout2d(0.1), nn.Conv2d(FUSED, classes, 1))

    def forward(self, image: Tensor) -> Tensor:
        fine = self.keep(self.shallow(image))  # (N, 128, H/8, W/8)
        deep = self.deep(F.avg_pool2d(image, self.shrink))
        both = F.relu(fine + self.spread(fitted(deep, fine)))
        return enlarged(self.classifier(both), 8)
