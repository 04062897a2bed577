"""How the street network is trained, in one small TOML file."""
from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class StreetRecipe:
    """Attributes:
    seed: of weights, windows and order.
    size: (height, width) of a window, multiples of 128.
    scale: range of the zoom; at 1 the whole picture fits into the window.
    batch, pictures: per step, and in total.
    lr, power: after rising for the first twentieth, the rate falls as (1 - done) ** power.
    encoder_loss: weight of the encoder's own loss at 1/16.
    """

    seed: int = 1
    size: tuple[int, int] = (1024, 2048)
    scale: tuple[float, float] = (0.5, 2.0)
    batch: int = 6
    pictures: int = 4_462_500
    lr: float = 0.045
    power: float = 0.9
    momentum: float = 0.9
    weight_decay: float = 2e-4
    encoder_loss: float = 0.25

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a file."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def load_street_recipe() -> StreetRecipe:
    """The recipe of the paper's authors."""
    path = Path(__file__).parents[1] / "recipes" / "cityscapes.toml"
    values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    return StreetRecipe(**given)
