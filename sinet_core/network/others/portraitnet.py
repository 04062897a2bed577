"""PortraitNet (Zhang et al., Real-time portrait segmentation network for mobile device, Computers & Graphics 2019)."""
from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn

from sinet_core.network.others.layers import conv, normed, separable

# MobileNetV2's blocks by the size at which they end: (channels, blocks, stride of the first) of each run.
STAGES = (((24, 2, 2),), ((32, 3, 2),), ((64, 4, 2), (96, 3, 1)), ((160, 3, 2), (320, 1, 1)))
EXPAND = 6
DECODER = (320, 96, 32, 24, 16, 8)


class Inverted(nn.Module):
    """MobileNetV2's inverted residual: expanding 1x1, depthwise 3x3, projecting 1x1."""

    def __init__(self, inputs: int, outputs: int, stride: int, expand: int) -> None:
        super().__init__()
        wide = inputs * expand
        self.residual = stride == 1 and inputs == outputs
        self.way = nn.Sequential(
            normed(conv(inputs, wide)),
            normed(conv(wide, wide, 3, stride, groups=wide)),
            normed(conv(wide, outputs), None),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.way(x) if self.residual else self.way(x)  # type: ignore[no-any-return]


class Transition(nn.Module):
    """The decoder's residual block: two depthwise-separable layers beside a 1x1."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.way = nn.Sequential(
            separable(inputs, outputs),
            normed(conv(outputs, outputs, 3, groups=outputs)),
            normed(conv(outputs, outputs), None),
        )
        self.short = normed(conv(inputs, outputs), None)
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.way(x) + self.short(x))  # type: ignore[no-any-return]


class PortraitNet(nn.Module):
    """MobileNetV2 down to 1/32, then five steps up, each a transition and a deconvolution."""

    def __init__(self, classes: int = 2) -> None:
        super().__init__()
        self.stem = nn.Sequential(normed(conv(3, 32, 3, 2)), Inverted(32, 16, 1, 1))
        widths = iter([16] + [channels for stage in STAGES for channels, _, _ in stage])
        self.stages = nn.ModuleList(nn.Sequential(*(_run(next(widths), run) for run in stage)) for stage in STAGES)
        pairs = list(pairwise(DECODER))
        self.transitions = nn.ModuleList(Transition(inputs, outputs) for inputs, outputs in pairs)
        self.ups = nn.ModuleList(
            nn.ConvTranspose2d(width, width, 4, 2, 1, bias=False) for _, width in pairs
        )
        self.classifier = conv(DECODER[-1], classes, 3)

    def forward(self, image: Tensor) -> Tensor:
        x = self.stem(image)
        passed = []
        for stage in self.stages:
            x = stage(x)
            passed.append(x)
        passed.pop()
        for transition, up in zip(self.transitions, self.ups, strict=True):
            x = up(transition(x))
            x = x + passed.pop() if passed else x
        return self.classifier(x)  # type: ignore[no-any-return]


def _run(inputs: int, run: tuple[int, int, int]) -> nn.Sequential:
    channels, count, stride = run
    first = Inverted(inputs, channels, stride, EXPAND)
    return nn.Sequential(first, *(Inverted(channels, channels, 1, EXPAND) for _ in range(count - 1)))
