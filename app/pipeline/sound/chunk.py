"""A piece of sound and the time at which it began."""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
RATE = 48_000
TIME_BASE = Fraction(1, RATE)


@dataclass(frozen=True)
class Chunk:
    """samples: float32 (channels, samples) at RATE, one or two channels, full scale is 1. time: of its first
    sample, seconds of time.monotonic()."""

    samples: Samples
    time: float
