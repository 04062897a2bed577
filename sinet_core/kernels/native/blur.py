"""The room out of focus (src/blur-inl.h)."""
from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha8, Image, check_alpha8, check_image, check_same_size
from sinet_core.kernels.interface import Sizes
from sinet_core.kernels.native.fallback import reference
from sinet_core.kernels.native.library import Variant, address_of
from sinet_core.kernels.native.structs import Blurring
from sinet_core.kernels.parameters import BLUR, numbers_of

MAX_CELL = 128  # px of fine; sums over a cell's rows have 16 bits


def blur(kernels: Variant, sizes: Sizes, image: Image, alpha8: Alpha8, *, sigma: float, halvings: int) -> Image:
    """See sinet_core.kernels.interface.FrameKernels."""
    check_image(image)
    check_alpha8(alpha8)
    check_same_size(image, alpha8, "image and alpha8")
    fine, fine_step, pixels = sizes.fine, sizes.fine_step, 2**halvings
    if fine_step == 1 and sizes.half is not None:
        fine, fine_step = sizes.half, 2
    cell = pixels // fine_step
    if halvings == 0 or pixels < fine_step or cell > MAX_CELL or min(image.shape[:2]) < pixels:
        return reference().blur(sizes, image, alpha8, sigma=sigma, halvings=halvings)
    height, width = alpha8.shape
    if fine.shape[:2] != (height // fine_step, width // fine_step):
        raise ValueError(f"{fine.shape[:2]} is not {alpha8.shape} shrunk by {fine_step}")
    fine, alpha8 = np.ascontiguousarray(fine), np.ascontiguousarray(alpha8)
    weights = gaussian(sigma / pixels)
    out = np.empty((height, width, 3), np.uint8)
    task = Blurring(
        fine=address_of(fine, np.uint8), alpha8=address_of(alpha8, np.uint8), out=address_of(out, np.uint8),
        weights=address_of(weights, np.float32), height=height, width=width,
        fine_height=fine.shape[0], fine_width=fine.shape[1], fine_step=fine_step, cell=cell,
        rows=-(-fine.shape[0] // cell), columns=-(-fine.shape[1] // cell), reach=len(weights) // 2,
        **numbers_of(BLUR),
    )  # fmt: skip
    kernels.call("blur", task)
    return out


@lru_cache(maxsize=16)
def gaussian(sigma: float) -> NDArray[np.float32]:
    """Weights of an odd number of cells with sum 1, as many as OpenCV uses for floats. Raises ValueError."""
    if not sigma > 0:
        raise ValueError(f"sigma must be positive, got {sigma}")
    reach = (round(8 * sigma + 1) | 1) // 2
    away = np.arange(-reach, reach + 1)
    weights = np.exp(-(away**2) / (2 * sigma**2))
    return np.asarray(weights / weights.sum(), np.float32)
