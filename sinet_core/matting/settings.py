"""How the alpha is shaped. Imports neither arrays nor kernels."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MatteSettings:
    """How the alpha is shaped. Every value is 0..1; the defaults, 0.5 (light_wrap: 0), measured best.

    Attributes:
        coverage: tight (0) .. generous (1): shifts the edge in or out.
        softness: hard (0) .. soft (1) edge.
        steadiness: quick (0) .. steady (1): temporal smoothing.
        light_wrap: how much of the new background's light falls on the person's edge.
    """

    coverage: float = 0.5
    softness: float = 0.5
    steadiness: float = 0.5
    light_wrap: float = 0.0


def levels_of(settings: MatteSettings) -> tuple[float, float]:
    """(low, high) of alpha, which become 0 and 1.

    More coverage lowers both, so no alpha decreases; more softness moves them apart around their middle.
    """
    middle = 0.5 + 0.6 * (0.5 - settings.coverage)
    half = 0.1 + 0.5 * settings.softness
    return max(0.02, middle - half), min(0.98, middle + half)
