"""The boxes of the paper's Figures 3 and 5, one small class each. Tensors are NCHW float32."""
from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.network.config import Branch

BN_EPS = 1e-3


def batch_norm(channels: int) -> nn.BatchNorm2d:
    """BatchNorm with the epsilon of the published network."""
    return nn.BatchNorm2d(channels, eps=BN_EPS)


class BatchNormAct(nn.Module):
    """BatchNorm, then PReLU with one slope per channel."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.bn = batch_norm(channels)
        self.act = nn.PReLU(channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.bn(x))  # type: ignore[no-any-return]


class ConvBatchNormAct(nn.Module):
    """CBR: convolution k x k, BatchNorm, PReLU."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.bn = batch_norm(outputs)
        self.act = nn.PReLU(outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.bn(self.conv(x)))  # type: ignore[no-any-return]


class DepthwiseConv(nn.Conv2d):
    """Convolution k x k of each channel by itself, always in the precision of its weights.

    On a CPU the gradients of such layers take up to 23 times as long in bfloat16 (docs/decisions/0046).
    """

    def __init__(self, channels: int, kernel: int, stride: int = 1) -> None:
        super().__init__(channels, channels, kernel, stride, kernel // 2, groups=channels, bias=False)

    def forward(self, input: Tensor) -> Tensor:
        if not torch.is_autocast_enabled(input.device.type):  # a cast would also be exported
            return super().forward(input)
        with torch.autocast(input.device.type, enabled=False):
            return super().forward(input.to(self.weight.dtype))


class SqueezeExcite(nn.Module):
    """Scales each channel by the output of two small dense layers on the channels' means (SE block).

    reduction 1 keeps a single dense layer.
    """

    def __init__(self, channels: int, reduction: int) -> None:
        super().__init__()
        hidden = channels // reduction
        layers: list[nn.Module] = [nn.Linear(channels, hidden), nn.PReLU(hidden)]
        if reduction > 1:
            layers += [nn.Linear(hidden, channels), nn.PReLU(channels)]
        self.dense = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        weight = self.dense(x.mean((2, 3)))  # (N, C)
        return x * weight[:, :, None, None]  # type: ignore[no-any-return]


class DownsampleSE(nn.Module):
    """Halves the size: depthwise 3x3 of stride 2, SE, pointwise 1x1, BatchNorm, PReLU ("DSConv + SE")."""

    def __init__(self, inputs: int, outputs: int, reduction: int) -> None:
        super().__init__()
        self.depthwise = DepthwiseConv(inputs, 3, stride=2)
        self.se = SqueezeExcite(inputs, reduction)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn = batch_norm(outputs)
        self.act = nn.PReLU(outputs)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pointwise(self.se(self.depthwise(x)))
        return self.act(self.bn(x))  # type: ignore[no-any-return]


class Upsample(nn.Module):
    """Bilinear upsampling by an integer factor."""

    def __init__(self, factor: int, align_corners: bool) -> None:
        super().__init__()
        self.factor = factor
        self.align_corners = align_corners

    def forward(self, x: Tensor) -> Tensor:
        if self.training:
            return upsample(x, self.factor, self.align_corners)
        scale = float(self.factor)
        return F.interpolate(x, scale_factor=scale, mode="bilinear", align_corners=self.align_corners)


def upsample(x: Tensor, factor: int, align_corners: bool = False) -> Tensor:
    """F.interpolate's bilinear mode as two matrix products, for training.

    When compiled, the gradient of interpolate scatters one value at a time; that of a product is a product.

    Args:
        x: (N, C, H, W), channels last in memory where there are more than a few.
        factor: a positive integer.

    Returns:
        (N, C, H*factor, W*factor), laid out as x.
    """
    batch, channels, height, width = x.shape
    rows = _hats(height, factor, align_corners, x)
    columns = _hats(width, factor, align_corners, x)
    if channels <= 4:
        wide = x.reshape(-1, width) @ columns.T
        return rows @ wide.view(batch, channels, height, -1)
    wide = columns @ x.permute(0, 2, 3, 1).reshape(batch * height, width, channels)
    tall = rows @ wide.view(batch, height, -1)
    return tall.view(batch, height * factor, width * factor, channels).permute(0, 3, 1, 2)


def _hats(size: int, factor: int, align_corners: bool, like: Tensor) -> Tensor:
    """(size*factor, size): the weights of the old pixels on either side of each new one."""
    new = torch.arange(size * factor, device=like.device, dtype=like.dtype)
    at = new * ((size - 1) / max(size * factor - 1, 1)) if align_corners else (new + 0.5) / factor - 0.5
    old = torch.arange(size, device=like.device, dtype=like.dtype)
    return F.relu(1 - (at.clamp(0, size - 1)[:, None] - old).abs())


class ChannelShuffle(nn.Module):
    """Interleaves the channels of the groups: channel g*n + i goes to i*groups + g."""

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.groups = groups

    def forward(self, x: Tensor) -> Tensor:
        batch, channels, height, width = x.shape
        x = x.view(batch, self.groups, channels // self.groups, height, width)
        return x.transpose(1, 2).reshape(batch, channels, height, width)


class S2Block(nn.Module):
    """Spatial squeeze block: pool p x p, depthwise k x k, BatchNorm, PReLU, 1x1, upsample p x p, BatchNorm.

    Squeezing, unlike dilation, enlarges the receptive field while reducing the work (section 3.2).
    """

    def __init__(self, inputs: int, outputs: int, branch: Branch, align_corners: bool) -> None:
        super().__init__()
        self.pool = nn.AvgPool2d(branch.squeeze) if branch.squeeze > 1 else nn.Identity()
        self.depthwise: nn.Conv2d = DepthwiseConv(inputs, branch.kernel)
        self.depthwise_bn = batch_norm(inputs)
        self.act = nn.PReLU(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.up = Upsample(branch.squeeze, align_corners) if branch.squeeze > 1 else nn.Identity()
        self.bn = batch_norm(outputs)

    def forward(self, x: Tensor) -> Tensor:
        x = self.act(self.depthwise_bn(self.depthwise(self.pool(x))))
        return self.bn(self.up(self.pointwise(x)))  # type: ignore[no-any-return]


class S2Module(nn.Module):
    """Split with a grouped 1x1 convolution, one S2-block per branch, merge by concatenation (Figure 5).

    The input is added if the channels match ("residual"). block creates a branch from (inputs, outputs, branch,
    align_corners).
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        branches: Sequence[Branch],
        *,
        residual: bool,
        shuffle: bool,
        align_corners: bool,
        block: Callable[[int, int, Branch, bool], nn.Module] = S2Block,
    ) -> None:
        super().__init__()
        groups = len(branches)
        inner = outputs // groups
        self.residual = residual
        self.split = nn.Conv2d(inputs, inner, 1, groups=groups, bias=False)
        self.shuffle = ChannelShuffle(groups) if shuffle else nn.Identity()
        widths = [outputs - (groups - 1) * inner] + [inner] * (groups - 1)
        self.branches = nn.ModuleList(
            block(inner, width, branch, align_corners) for width, branch in zip(widths, branches, strict=True)
        )
        self.out = BatchNormAct(outputs)

    def forward(self, x: Tensor) -> Tensor:
        split = self.shuffle(self.split(x))
        merged = torch.cat([branch(split) for branch in self.branches], 1)
        return self.out(x + merged if self.residual else merged)  # type: ignore[no-any-return]
