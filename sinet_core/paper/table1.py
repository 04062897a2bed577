"""Table 1: what a larger receptive field costs when the kernel is dilated and when the picture is squeezed."""
from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from sinet_core.network.blocks import S2Block, batch_norm
from sinet_core.network.config import Branch
from sinet_core.paper.tables import Column, Table, Value
from sinet_core.paper.timing import medians_ms, prepared

SHAPE = (1, 128, 120, 120)  # of a block's input
RATES = (2, 6, 12, 18)
POOLS = (1, 2, 4)


class DilatedBlock(nn.Module):
    """An S2-block that dilates its kernel instead of squeezing: depthwise 3x3, BatchNorm, PReLU, 1x1, BatchNorm."""

    def __init__(self, inputs: int, outputs: int, rate: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, 1, rate, rate, groups=inputs, bias=False)
        self.depthwise_bn = batch_norm(inputs)
        self.act = nn.PReLU(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn = batch_norm(outputs)

    def forward(self, x: Tensor) -> Tensor:
        x = self.act(self.depthwise_bn(self.depthwise(x)))
        return self.bn(self.pointwise(x))  # type: ignore[no-any-return]


class MultiPath(nn.Module):
    """Parallel paths over the same features, each with an equal share of the channels."""

    def __init__(self, paths: Sequence[nn.Module]) -> None:
        super().__init__()
        self.paths = nn.ModuleList(paths)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([path(x) for path in self.paths], 1)


def blocks() -> dict[str, nn.Module]:
    """Name -> block; each takes 128 channels and returns about 128."""
    channels = SHAPE[1]
    found: dict[str, nn.Module] = {f"dilated {rate}": DilatedBlock(channels, channels, rate) for rate in RATES}
    found |= {f"squeezed {pool}": _squeezed(channels, pool) for pool in POOLS}
    share = channels // len(RATES)
    found["dilated 2, 6, 12, 18"] = MultiPath([DilatedBlock(channels, share, rate) for rate in RATES])
    found["squeezed 1, 2, 4"] = MultiPath([_squeezed(channels // len(POOLS), pool, channels) for pool in POOLS])
    return found


def table1(engines: Sequence[str], rounds: int) -> Table:
    """Times all blocks on each engine.

    Raises:
        sinet_core.errors.DataError: an engine is not installed.
    """
    networks = blocks()
    rows: list[dict[str, Value]] = [{"block": name} for name in networks]
    columns = [Column("block", "block")]
    for engine in engines:
        calls = {name: prepared(module, SHAPE, engine) for name, module in networks.items()}
        taken = medians_ms(calls, rounds)
        for row in rows:
            name = str(row["block"])
            row[f"{engine}_ms"] = taken[name]
            row[f"{engine}_ratio"] = taken[name] / taken[_yardstick(name)]
        columns += [Column(f"{engine}_ms", f"{engine}, ms"), Column(f"{engine}_ratio", "ratio")]
    size = "x".join(str(side) for side in SHAPE[1:])
    notes = (
        f"One thread, features of {size}, all blocks of an engine taking turns, medians of {rounds} rounds.",
        "Ratio: to the first of its kind (dilated 2, squeezed 1); for several paths, to the dilated ones.",
        "The paper's own times are from another machine and were not available; its point is the jump with the rate.",
    )
    return Table(1, "dilating versus squeezing", columns, rows, notes)


def _squeezed(outputs: int, pool: int, inputs: int | None = None) -> nn.Module:
    return S2Block(inputs or outputs, outputs, Branch(3, pool), False)


def _yardstick(name: str) -> str:
    if "," in name:
        return "dilated 2, 6, 12, 18"
    return f"dilated {RATES[0]}" if name.startswith("dilated") else f"squeezed {POOLS[0]}"
