"""By how much each picture is turned before it is measured: a fixed angle, or one drawn anew for every picture."""
from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np

FILL = "black"  # what comes in from outside; in the mask it is background


@dataclass(frozen=True)
class Turning:
    """Angles in degrees, counterclockwise.

    Attributes:
        degrees: every picture is turned by it.
        within: on top of that each one by an angle of its own, drawn evenly from -within..within (Table 4).
        seed: of what is drawn. The same picture gets the same angle in every run and beside any others.
    """

    degrees: float = 0.0
    within: float = 0.0
    seed: int = 1

    def angle(self, name: str) -> float:
        """The angle of the picture of that name."""
        if not self.within:
            return self.degrees
        rng = np.random.default_rng((self.seed, zlib.crc32(name.encode())))
        return self.degrees + float(rng.uniform(-self.within, self.within))

    def describe(self) -> dict[str, Any]:
        """What a reader of the figures must know; empty when nothing turns."""
        if self.within:
            return {"rotate_within": self.within, "seed": self.seed, "fill": FILL}
        return {"rotate": self.degrees, "fill": FILL} if self.degrees else {}


UPRIGHT = Turning()
