"""What a table of trained networks compares, and how they are trained: one small TOML file per table."""
from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from sinet_core.network.build import load_checkpoint
from sinet_core.network.config import TRAINABLE, Branch, Gate, SINetConfig
from sinet_core.network.others.catalogue import NETWORKS
from sinet_core.network.sinet import SINet
from sinet_core.training.recipe import Recipe, Stage, load_recipe

GENTLER = 0.2  # of the learning rate, for networks whose encoder has learnt already


@dataclass(frozen=True)
class Variant:
    """One row.

    Attributes:
        name: its name in the table.
        network: its name in the catalogue.
        gate: of SINet's decoder.
        kernel, squeeze: of all of SINet's S2-blocks; 0 means those of the paper's Table 2.
    """

    name: str
    network: str = "SINet"
    gate: Gate = "block"
    kernel: int = 0
    squeeze: int = 0

    def build(self) -> nn.Module:
        """A new network, which returns logits (N, 2, H, W)."""
        return SINet(self.config()) if self.network == "SINet" else NETWORKS[self.network]()

    def config(self) -> SINetConfig:
        """SINet's configuration in this variant."""
        changed = {name: self._modules(getattr(TRAINABLE, name)) for name in ("modules2", "modules3")}
        return replace(TRAINABLE, gate=self.gate, **changed)  # type: ignore[arg-type]

    def _modules(self, modules: tuple[tuple[Branch, ...], ...]) -> tuple[tuple[Branch, ...], ...]:
        return tuple(
            tuple(Branch(self.kernel or branch.kernel, self.squeeze or branch.squeeze) for branch in module)
            for module in modules
        )


@dataclass(frozen=True, eq=False)
class TrainedEncoder:
    """The encoder of a checkpoint.

    Attributes:
        digest: of its tensors; trainings that began with different ones do not appear in one table.
    """

    state: dict[str, Tensor]
    digest: str

    @classmethod
    def load(cls, path: Path) -> TrainedEncoder:
        """Raises WeightsError if the file is missing, damaged, or no SINet."""
        whole = load_checkpoint(path).state
        state = {name: tensor for name, tensor in whole.items() if name.startswith("encoder.")}
        total = hashlib.sha256()
        for name in sorted(state):
            total.update(name.encode() + state[name].contiguous().numpy().tobytes())
        return cls(state, total.hexdigest()[:16])


@dataclass(frozen=True)
class Plan:
    """How a table's networks are trained.

    Attributes:
        seeds: one training each.
        pictures, batch, size, lr, lr_end: of each training; size: (height, width) of the input.
        angles: for each x of these, networks are measured on pictures turned by angles drawn from ±x.
        encoder: a trained one with which all begin, at GENTLER times the rate; None trains from scratch.
    """

    seeds: tuple[int, ...]
    pictures: int
    batch: int
    size: tuple[int, int]
    lr: float
    lr_end: float
    angles: tuple[float, ...]
    variants: tuple[Variant, ...]
    encoder: TrainedEncoder | None = None

    def recipe(self, seed: int) -> Recipe:
        """Data, augmentation and loss of the recipe "paper", in one stage."""
        paper = load_recipe("paper")
        lr = self.lr * GENTLER if self.encoder else self.lr
        stage = Stage("network", (self.size,), self.batch, self.pictures, lr, self.lr_end)
        return replace(paper, name="table", seed=seed, stages=(stage,))

    def schedule(self) -> dict[str, Any]:
        """What two trainings must have in common to appear in one table."""
        names = {field.name for field in fields(self)} - {"seeds", "angles", "variants", "encoder"}
        schedule = {name: _plain(getattr(self, name)) for name in sorted(names)}
        return schedule | ({"encoder": self.encoder.digest} if self.encoder else {})


def load_plan(table: int) -> Plan:
    """The plan of Table 3, 4 or 5."""
    path = Path(__file__).with_name("recipes") / f"table{table}.toml"
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    variants = tuple(Variant(**item) for item in values.pop("variants"))
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Plan(variants=variants, **given)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
