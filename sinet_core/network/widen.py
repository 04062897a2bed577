"""Widens a network without changing its answers (Net2Net; Chen et al., ICLR 2016).

Every new channel is a copy of an old one. The next layer weights each copy in part, so that together they count as
much as the old one did. The parts are random; otherwise the copies would learn the same for ever.
"""
from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn

from sinet_core.errors import WeightsError
from sinet_core.network.blocks import BatchNormAct, ConvBatchNormAct, DownsampleSE, S2Block, S2Module
from sinet_core.network.build import Checkpoint, build_network
from sinet_core.network.config import SINetConfig
from sinet_core.network.decoder import Decoder
from sinet_core.network.sinet import SINet

MIN_PART = 0.2  # range of a copy's share of the old weight, before the shares are normalised to sum to 1
Layer = nn.Conv2d | nn.Linear


@torch.no_grad()
def widened(checkpoint: Checkpoint, width: float, seed: int = 0) -> Checkpoint:
    """Returns a network with the same answers whose layers have width times the paper's channels.

    Raises:
        WeightsError: the checkpoint has a shuffle (see trainable), or is already wider than that.
    """
    old, config = checkpoint.config, checkpoint.config.widened(width)
    if old.shuffle:
        raise WeightsError("A network with a channel shuffle cannot be widened", "Fold the shuffle away first.")
    if any(getattr(config, layer) < getattr(old, layer) for layer in ("stem", "down2", "stage2", "stage3")):
        raise WeightsError("The weights are of a wider network already", "Give a larger width, or narrower weights.")
    network = SINet(config)
    _Widener(seed).network(build_network(checkpoint), network)
    return replace(checkpoint, config=config, state=network.state_dict())


class _Widener:
    """Fills a wide network from a narrow one. A map (wide,) tells which old channel each new one copies."""

    def __init__(self, seed: int) -> None:
        self._random = torch.Generator().manual_seed(seed)

    def network(self, old: SINet, new: SINet) -> None:
        picture, classes = torch.arange(3), torch.arange(old.config.classes)
        a, b = old.encoder, new.encoder
        stem = self._map(old.config.stem, new.config.stem)
        self._cbr(a.stem, b.stem, picture, stem)
        quarter = self._map(old.config.down2, new.config.down2)
        self._down(a.down2, b.down2, stem, quarter)
        high = self._stage(a.stage2, b.stage2, quarter, _sizes(old.config, new.config, "stage2"))
        joined = torch.cat([quarter, high + old.config.down2])
        _act(a.merge2, b.merge2, joined)
        eighth = self._map(old.config.stage2, new.config.stage2)
        self._down(a.down3, b.down3, joined, eighth)
        deep = self._stage(a.stage3, b.stage3, eighth, _sizes(old.config, new.config, "stage3"))
        joined = torch.cat([eighth, deep + old.config.stage2])
        _act(a.merge3, b.merge3, joined)
        self._linear(a.classifier, b.classifier, joined, classes)
        self._decoder(old.decoder, new.decoder, high, classes)

    def _decoder(self, old: Decoder, new: Decoder, high: Tensor, classes: Tensor) -> None:
        for name in ("low_bn", "gate", "merge_bn", "classifier"):
            getattr(new, name).load_state_dict(getattr(old, name).state_dict())
        self._cbr(old.high, new.high, high, classes)

    def _stage(self, old: nn.Sequential, new: nn.Sequential, inputs: Tensor, sizes: tuple[int, int]) -> Tensor:
        """The map of its output; the same for all of its modules, since each adds its input to its output."""
        outputs = self._map(*sizes)
        for a, b in zip(old, new, strict=True):
            assert isinstance(a, S2Module)
            assert isinstance(b, S2Module)
            self._module(a, b, inputs, outputs)
            inputs = outputs
        return outputs

    def _module(self, old: S2Module, new: S2Module, inputs: Tensor, outputs: Tensor) -> None:
        inner = self._map(old.split.out_channels, new.split.out_channels)
        was, now = old.split, new.split
        old_in, new_in, new_out = (n // was.groups for n in (was.in_channels, now.in_channels, now.out_channels))
        for group in range(was.groups):
            rows, columns = (inner[group * new_out :][:new_out], inputs[group * new_in :][:new_in] - group * old_in)
            now.weight[group * new_out :][:new_out] = self._shared(was.weight[rows], columns, old_in)
        start, wide_start = 0, 0
        for a, b in zip(old.branches, new.branches, strict=True):
            assert isinstance(a, S2Block)
            assert isinstance(b, S2Block)
            end = wide_start + b.pointwise.out_channels
            self._block(a, b, inner, outputs[wide_start:end] - start)
            start, wide_start = start + a.pointwise.out_channels, end
        _act(old.out, new.out, outputs)

    def _block(self, old: S2Block, new: S2Block, inputs: Tensor, outputs: Tensor) -> None:
        new.depthwise.weight.copy_(old.depthwise.weight[inputs])
        _norm(old.depthwise_bn, new.depthwise_bn, inputs)
        new.act.weight.copy_(old.act.weight[inputs])
        self._linear(old.pointwise, new.pointwise, inputs, outputs)
        _norm(old.bn, new.bn, outputs)

    def _down(self, old: DownsampleSE, new: DownsampleSE, inputs: Tensor, outputs: Tensor) -> None:
        new.depthwise.weight.copy_(old.depthwise.weight[inputs])
        maps = inputs
        last = len(old.se.dense) - 2
        for index in range(0, len(old.se.dense), 2):
            a, b = old.se.dense[index], new.se.dense[index]
            assert isinstance(a, nn.Linear)
            assert isinstance(b, nn.Linear)
            to = inputs if index == last else self._map(a.out_features, b.out_features)
            self._linear(a, b, maps, to)
            b.bias.copy_(a.bias[to])
            new.se.dense[index + 1].weight.copy_(old.se.dense[index + 1].weight[to])  # type: ignore[operator, index]
            maps = to
        self._linear(old.pointwise, new.pointwise, inputs, outputs)
        _norm(old.bn, new.bn, outputs)
        new.act.weight.copy_(old.act.weight[outputs])

    def _cbr(self, old: ConvBatchNormAct, new: ConvBatchNormAct, inputs: Tensor, outputs: Tensor) -> None:
        self._linear(old.conv, new.conv, inputs, outputs)
        _norm(old.bn, new.bn, outputs)
        new.act.weight.copy_(old.act.weight[outputs])

    def _linear(self, old: Layer, new: Layer, inputs: Tensor, outputs: Tensor) -> None:
        new.weight.copy_(self._shared(old.weight[outputs], inputs, old.weight.shape[1]))

    def _shared(self, weight: Tensor, inputs: Tensor, channels: int) -> Tensor:
        """weight (rows, channels, ...) with copied columns; copies sum to the original, differently in each row."""
        parts = MIN_PART + torch.rand(len(weight), len(inputs), generator=self._random)
        sums = torch.zeros(len(weight), channels).index_add_(1, inputs, parts)
        share = parts / sums[:, inputs]
        return weight[:, inputs] * share.view(*share.shape, *[1] * (weight.ndim - 2))

    def _map(self, old: int, new: int, groups: int = 2) -> Tensor:
        """For each group of channels: every old channel once, then some again."""
        had, gets = old // groups, new // groups
        maps = []
        for group in range(groups):
            again = [torch.randperm(had, generator=self._random) for _ in range(-(-gets // had))]
            maps.append(torch.cat([torch.arange(had), *again])[:gets] + group * had)
        return torch.cat(maps)


def _sizes(old: SINetConfig, new: SINetConfig, stage: str) -> tuple[int, int]:
    return getattr(old, stage), getattr(new, stage)


def _act(old: BatchNormAct, new: BatchNormAct, channels: Tensor) -> None:
    _norm(old.bn, new.bn, channels)
    new.act.weight.copy_(old.act.weight[channels])


def _norm(old: nn.BatchNorm2d, new: nn.BatchNorm2d, channels: Tensor) -> None:
    new.load_state_dict({n: v[channels] if v.ndim else v for n, v in old.state_dict().items()})
