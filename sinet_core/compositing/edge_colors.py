"""Edge colours: the person's colour where the old room shows through.

A half-covered pixel shows person and room mixed. Placed unchanged over another background it keeps a
fringe of the old room: bright around a head that sat before a window, dark in the opposite case.
"""
from __future__ import annotations

import numpy as np

from sinet_core.arrays import AnyAlpha, Image, alpha_bytes
from sinet_core.kernels.door import back_end
from sinet_core.kernels.interface import Target


def clean_foreground(frame: Image, alpha: AnyAlpha) -> Image:
    """The frame with the room's colour removed from half-covered pixels.

    Args:
        frame: HxWx3 uint8 BGR.
        alpha: HxW float32 0..1 or uint8 0..255.

    Returns:
        HxWx3 uint8 BGR; the frame's own pixels where alpha is 0 or 1 (rounded to 255ths).

    Raises:
        ValueError: an invalid array, or different sizes.
    """
    out = np.empty(frame.shape, np.uint8)
    back_end().composite(frame, alpha_bytes(alpha), None, grid=None, target=Target(out))
    return out
