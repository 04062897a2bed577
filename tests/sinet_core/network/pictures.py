"""Pictures for networks on phones."""
from __future__ import annotations

import numpy as np

SIZE, OTHER = (64, 96), (96, 64)


def picture(size: tuple[int, int]) -> np.ndarray:
    """1x3xHxW float32 RGB 0..255."""
    made = np.random.default_rng(5).integers(0, 256, (1, 3, size[0] // 8, size[1] // 8)).repeat(8, 2).repeat(8, 3)
    return np.ascontiguousarray(made, np.float32)
