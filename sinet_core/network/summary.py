"""The network as a table: the rows of the paper's Table 2 with output sizes, parameters and multiply-adds."""
from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn

from sinet_core.network.blocks import S2Block
from sinet_core.network.build import load_checkpoint
from sinet_core.network.config import SINetConfig
from sinet_core.network.decoder import GlobalAttention
from sinet_core.network.sinet import SINet

FLOATS = (onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16)


@dataclass(frozen=True)
class Row:
    """One box: its name, its kind, its output (channels, height, width), parameters, multiply-adds."""

    name: str
    kind: str
    output: tuple[int, int, int]
    parameters: int
    macs: int


def summarise(config: SINetConfig, size: tuple[int, int] = (224, 224)) -> tuple[Row, ...]:
    """Every box of the network, in the order in which a picture of size (height, width) passes through."""
    network = SINet(config)
    return tuple(rows_of(network, dict(_boxes(network)), size))


def rows_of(network: nn.Module, boxes: dict[str, nn.Module], size: tuple[int, int]) -> list[Row]:
    """The given boxes of any network that takes (1, 3, *size), in order."""
    rows: list[Row] = []
    macs: dict[nn.Module, int] = {}
    outputs: dict[nn.Module, Tensor] = {}
    with _counting(network.eval(), macs, outputs), torch.inference_mode():
        network(torch.zeros(1, 3, *size))
    for name, box in boxes.items():
        channels, height, width = outputs[box].shape[1:]
        total = sum(macs.get(part, 0) for part in box.modules())
        count = sum(p.numel() for p in box.parameters())
        rows.append(Row(name, _kind(box), (channels, height, width), count, total))
    return rows


def count_macs(network: nn.Module, size: tuple[int, int]) -> int:
    """Multiply-adds of convolutions (also transposed) and dense layers for one picture of size (height, width)."""
    macs: dict[nn.Module, int] = {}
    with _counting(network.eval(), macs, {}), torch.inference_mode():
        network(torch.zeros(1, 3, *size))
    return sum(macs.values())


def count_parameters(config: SINetConfig) -> int:
    """Trainable values: 86,910 for the paper's network with two classes."""
    return sum(p.numel() for p in SINet(config).parameters())


def _boxes(network: SINet) -> Iterator[tuple[str, nn.Module]]:
    encoder, decoder = network.encoder, network.decoder
    yield "stem", encoder.stem
    yield "down 2", encoder.down2
    yield from ((f"S2-module 2.{i + 1}", module) for i, module in enumerate(encoder.stage2))
    yield "merge 2", encoder.merge2
    yield "down 3", encoder.down3
    yield from ((f"S2-module 3.{i + 1}", module) for i, module in enumerate(encoder.stage3))
    yield "merge 3", encoder.merge3
    yield "encoder classifier", encoder.classifier
    yield "decoder low", decoder.low_bn
    yield "decoder high", decoder.high
    if isinstance(decoder.gate, GlobalAttention):
        yield "decoder attention", decoder.gate
    yield "decoder merge", decoder.merge_bn
    yield "decoder classifier", decoder.classifier


def _kind(box: nn.Module) -> str:
    branches = [part for part in box.modules() if isinstance(part, S2Block)]
    if branches:
        return "S2 " + ", ".join(_branch(block) for block in branches)
    names = {"ConvBatchNormAct": "CBR", "DownsampleSE": "DSConv + SE", "BatchNormAct": "BN + PReLU"}
    return names.get(type(box).__name__, type(box).__name__)


def _branch(block: S2Block) -> str:
    squeeze = block.pool.kernel_size if isinstance(block.pool, nn.AvgPool2d) else 1
    return f"(k={block.depthwise.kernel_size[0]}, p={squeeze})"


@contextmanager
def _counting(network: nn.Module, macs: dict[nn.Module, int], outputs: dict[nn.Module, Tensor]) -> Iterator[None]:
    def note(module: nn.Module, inputs: Any, output: Any) -> None:
        if isinstance(output, Tensor):
            outputs[module] = output
        if isinstance(module, nn.Conv2d):
            macs[module] = output.numel() * module.weight[0].numel()
        elif isinstance(module, nn.ConvTranspose2d):
            macs[module] = inputs[0].numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            macs[module] = output.numel() * module.in_features

    handles = [module.register_forward_hook(note) for module in network.modules()]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def cost_of(weights: Path, size: tuple[int, int]) -> tuple[int | None, int | None]:
    """(parameters, multiply-adds at a size (height, width)) of the network in a file: ours, published, or any ONNX.

    For an ONNX file other than SINet, the parameters are those it stores, and the multiply-adds are None.
    """
    if weights.suffix.lower() != ".onnx":
        config: SINetConfig | None = load_checkpoint(weights).config
    else:
        model = onnx.load(str(weights))
        noted = {entry.key: entry.value for entry in model.metadata_props}
        config = SINetConfig.from_dict(json.loads(noted["config"])) if "backdrop" in noted else None
    if config is None:
        floats = [array for array in model.graph.initializer if array.data_type in FLOATS]
        return sum(math.prod(array.dims) for array in floats), None
    return count_parameters(config), sum(row.macs for row in summarise(config, size))
