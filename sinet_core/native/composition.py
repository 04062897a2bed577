"""The composite in one pass over the frame (src/composite.h)."""
from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image, Share, check_image, check_same_size
from sinet_core.native.compiled import Kernels, address_of, fields_of

FLOATS_A_CELL = (4, 8, 8)


class Composition(ctypes.Structure):
    """struct composition of src/frames.h."""

    _fields_ = fields_of(
        "frame share background out pure kinds near lines pictures weighted fields sums",
        "height width step rows columns narrow wide",
        "wide_weight least_weight",
    )


class Colors:
    """How the mean colours around an edge are found.

    Attributes:
        pure: 256 float32: how much a cell of such a share says of the person's colour.
        wide_weight, least_weight: of the wide window beside the narrow one, and of the cell itself.
    """

    def __init__(self, pure: NDArray[np.float32], wide_weight: float, least_weight: float) -> None:
        if pure.shape != (256,):
            raise ValueError(f"a weight for each of 256 shares is needed, got {pure.shape}")
        self.pure, self.wide_weight, self.least_weight = pure, wide_weight, least_weight


def composed(
    kernels: Kernels,
    frame: Image,
    share: Share,
    background: Image | None,
    step: int,
    windows: tuple[int, int],
    colors: Colors,
) -> Image:
    """The person, with the edge's own colours, before a background.

    Args:
        frame: HxWx3 uint8 BGR; views are copied first.
        share: HxW uint8, alpha x 255.
        background: HxWx3 uint8 BGR; None: the frame itself with the room's colour taken out of mixed pixels.
        step: px a grid cell, a power of two, at most the frame's shorter side.
        windows: sides of the narrow and the wide window in cells, odd.

    Returns:
        A new HxWx3 uint8: exactly the frame where share is 255, exactly the background (or the frame) where it is 0.

    Raises:
        ValueError: arrays or numbers of another kind.
    """
    _check(frame, share, background, step, windows)
    (height, width), (narrow, wide) = share.shape, windows
    rows, columns = height // step, width // step
    kinds, near = np.empty((2, rows, columns), np.uint8)
    lines, sums = np.empty(2 * width, np.uint8), np.empty(16 * (columns + wide), np.float32)
    scratch = [np.empty((rows, columns, floats), np.float32) for floats in FLOATS_A_CELL]
    behind = None if background is None else np.ascontiguousarray(background)
    frame, share, out = np.ascontiguousarray(frame), np.ascontiguousarray(share), np.empty(frame.shape, np.uint8)
    bytes_, floats = (frame, share, behind, out), (*scratch, sums)
    addresses = [address_of(array, np.uint8) for array in bytes_] + [address_of(colors.pure, np.float32)]
    addresses += [address_of(array, np.uint8) for array in (kinds, near, lines)]
    addresses += [address_of(array, np.float32) for array in floats]
    numbers = (height, width, step, rows, columns, narrow, wide, colors.wide_weight, colors.least_weight)
    kernels.call("composite", ctypes.byref(Composition(*addresses, *numbers)))
    return out


def _check(frame: Image, share: Share, background: Image | None, step: int, windows: tuple[int, int]) -> None:
    check_image(frame, "frame")
    if share.ndim != 2 or share.dtype != np.uint8:
        raise ValueError(f"a share is HxW uint8, got {share.shape} {share.dtype}")
    check_same_size(frame, share, "frame and share")
    if background is not None:
        check_image(background, "background")
        check_same_size(frame, background, "frame and background")
    if not 0 < step <= min(share.shape) or step & (step - 1):
        raise ValueError(f"a cell of {step} px does not fit into {share.shape}")
    if not 0 < windows[0] <= windows[1] or any(side % 2 == 0 for side in windows):
        raise ValueError(f"windows are odd, the narrow one first, got {windows}")
