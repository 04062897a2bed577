"""Edge colours: what the person's colour is where the old room shines through.

A half-covered pixel shows person and room mixed; put over another background as it is, it keeps a
fringe of the old room: bright round a head that sat before a window, dark the other way round.
"""
from __future__ import annotations

import numpy as np

from sinet_core.arrays import AnyAlpha, Image, alpha_bytes
from sinet_core.kernels.door import back_end
from sinet_core.kernels.interface import Target


def clean_foreground(frame: Image, alpha: AnyAlpha) -> Image:
    """The frame with the room's colour taken out of half-covered pixels.

    Args:
        frame: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1 or uint8 0..255.

    Returns:
        HxWx3 uint8 BGR; the frame's own pixels where alpha is 0 or 1 (rounded to 255ths).

    Raises:
        ValueError: a wrong array, or two sizes.
    """
    out = np.empty(frame.shape, np.uint8)
    back_end().composite(frame, alpha_bytes(alpha), None, grid=None, target=Target(out))
    return out
