"""The one border between arrays and QImage."""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def wrap(image: NDArray[np.uint8]) -> QImage:
    """A QImage over the memory of a C-contiguous HxWx3 BGR or HxWx4 BGRA uint8 array, without a copy.

    The QImage keeps the array alive and shows later writes to it, so the array must be read-only.

    Raises:
        ValueError: another shape or dtype, or an array that may still be written.
    """
    if image.ndim != 3 or image.shape[2] not in (3, 4) or image.dtype != np.uint8:
        raise ValueError(f"expected HxWx3 or HxWx4 uint8, got {image.shape} {image.dtype}")
    if image.flags.writeable or not image.flags.c_contiguous:
        raise ValueError("expected a read-only, C-contiguous array: a published frame")
    height, width, channels = image.shape
    pixel_format = QImage.Format.Format_BGR888 if channels == 3 else QImage.Format.Format_ARGB32
    return QImage(image.data, width, height, image.strides[0], pixel_format)


def copy(image: NDArray[np.uint8]) -> QImage:
    """A QImage with memory of its own, for pictures that are kept (thumbnails)."""
    frozen = np.ascontiguousarray(image).view()
    frozen.flags.writeable = False
    return wrap(frozen).copy()
