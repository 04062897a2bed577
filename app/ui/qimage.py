"""The one border between arrays and QImage."""
from __future__ import annotations

import cv2
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


def fitted(image: NDArray[np.uint8], size: tuple[int, int]) -> QImage:
    """A QImage of size (width, height) px in the screen's format, with its own memory.

    Qt could do this while painting, but converting from BGR and scaling there takes over twice the processor time.

    Args:
        image: HxWx3 uint8 BGR.
    """
    while image.shape[1] >= 2 * size[0] and image.shape[0] >= 2 * size[1]:  # otherwise whole lines would be skipped
        half = image.shape[1] // 2, image.shape[0] // 2
        image = np.asarray(cv2.resize(image, half, interpolation=cv2.INTER_AREA), np.uint8)
    if (image.shape[1], image.shape[0]) != size:
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    pixels = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2BGRA), np.uint8)
    return QImage(pixels.data, size[0], size[1], pixels.strides[0], QImage.Format.Format_RGB32)


def copy(image: NDArray[np.uint8]) -> QImage:
    """A QImage with its own memory, for pictures that are kept (thumbnails)."""
    frozen = np.ascontiguousarray(image).view()
    frozen.flags.writeable = False
    return wrap(frozen).copy()
