"""The angle by which each picture is turned before measuring: fixed, or drawn for every picture."""
from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np

FILL = "black"  # fills in from outside; it is background in the mask


@dataclass(frozen=True)
class Turning:
    """Angles in degrees, counterclockwise.

    Attributes:
        degrees: turns every picture.
        within: additionally turns each one by its own angle, drawn uniformly from -within..within (Table 4).
        seed: of the drawn angles. A picture gets the same angle in every run and in any set.
    """

    degrees: float = 0.0
    within: float = 0.0
    seed: int = 1

    def angle(self, name: str) -> float:
        """The angle for the picture of that name."""
        if not self.within:
            return self.degrees
        rng = np.random.default_rng((self.seed, zlib.crc32(name.encode())))
        return self.degrees + float(rng.uniform(-self.within, self.within))

    def describe(self) -> dict[str, Any]:
        """What a reader of the figures must know; empty if nothing turns."""
        if self.within:
            return {"rotate_within": self.within, "seed": self.seed, "fill": FILL}
        return {"rotate": self.degrees, "fill": FILL} if self.degrees else {}


UPRIGHT = Turning()
