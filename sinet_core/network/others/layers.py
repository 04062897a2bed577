"""Layers of the other networks. Tensors are NCHW float32."""
from __future__ import annotations

from collections.abc import Callable

import torch.nn.functional as F
from torch import Tensor, nn

Activation = Callable[[int], nn.Module]


def relu(_channels: int) -> nn.Module:
    """A ReLU; ignores the channels."""
    return nn.ReLU()


def conv(inputs: int, outputs: int, kernel: int | tuple[int, int] = 1, stride: int = 1, *, groups: int = 1,
         dilation: int = 1) -> nn.Conv2d:  # fmt: skip
    """A convolution that keeps the size (or divides it by the stride), without bias."""
    height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
    padding = dilation * (height - 1) // 2, dilation * (width - 1) // 2
    return nn.Conv2d(
        inputs, outputs, (height, width), stride, padding, groups=groups, dilation=dilation, bias=False
    )


def normed(layer: nn.Conv2d | nn.ConvTranspose2d, activation: Activation | None = relu) -> nn.Sequential:
    """A convolution, its BatchNorm, and an activation, or None for no activation."""
    after = [] if activation is None else [activation(layer.out_channels)]
    return nn.Sequential(layer, nn.BatchNorm2d(layer.out_channels), *after)


def separable(inputs: int, outputs: int, stride: int = 1, *, dilation: int = 1) -> nn.Sequential:
    """Depthwise 3x3 and pointwise 1x1, each with BatchNorm and ReLU."""
    return nn.Sequential(
        normed(conv(inputs, inputs, 3, stride, groups=inputs, dilation=dilation)), normed(conv(inputs, outputs))
    )


def enlarged(x: Tensor, factor: int) -> Tensor:
    """Resizes bilinearly by an integer factor."""
    return F.interpolate(x, scale_factor=float(factor), mode="bilinear", align_corners=False)


def fitted(x: Tensor, like: Tensor) -> Tensor:
    """Resizes bilinearly to the height and width of another tensor."""
    return F.interpolate(x, size=like.shape[2:], mode="bilinear", align_corners=False)
