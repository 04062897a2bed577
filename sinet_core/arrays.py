"""The array contract: what an image, an alpha and a mask are, and checks for them."""
from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Alpha = NDArray[np.float32]
Alpha8 = NDArray[np.uint8]
"""An alpha x 255, rounded: a quarter of the bytes, and the precision at which pixels are mixed."""
AnyAlpha = Alpha | Alpha8
Mask = NDArray[np.bool_]


class FrameSize(NamedTuple):
    """In pixels. An array's shape is the other way round."""

    width: int
    height: int

    @classmethod
    def of(cls, array: NDArray[Any]) -> FrameSize:
        """The size of a frame, or of an alpha at frame size."""
        return cls(array.shape[1], array.shape[0])


def alpha_bytes(alpha: AnyAlpha) -> Alpha8:
    """Alpha x 255, rounded, HxW uint8; uint8 is returned unchanged.

    NaN and negative values become 0: when in doubt, the room is hidden.
    """
    if alpha.dtype == np.uint8:
        return np.asarray(alpha, np.uint8)
    return np.asarray(cv2.addWeighted(alpha, 255, alpha, 0, 0, dtype=cv2.CV_8U), np.uint8)


def eight_bits(picture: NDArray[Any]) -> NDArray[np.uint8]:
    """A picture of 8 or 16 bits as uint8; a plain cast of 16 bits would keep the low ones."""
    return np.asarray(picture >> 8 if picture.dtype == np.uint16 else picture, np.uint8)


def check_image(image: NDArray[Any], name: str = "image") -> None:
    """Raises ValueError unless image is HxWx3 uint8 with at least one pixel."""
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or image.size == 0:
        raise ValueError(f"{name} must be HxWx3 uint8 and not empty, got {_described(image)}")


def check_alpha(alpha: NDArray[Any], name: str = "alpha") -> None:
    """Raises ValueError unless alpha is HxW float32 with at least one pixel. Values are not checked."""
    if alpha.ndim != 2 or alpha.dtype != np.float32 or alpha.size == 0:
        raise ValueError(f"{name} must be HxW float32 and not empty, got {_described(alpha)}")


def check_any_alpha(alpha: NDArray[Any], name: str = "alpha") -> None:
    """Like check_alpha, but also accepts an alpha8."""
    if alpha.ndim != 2 or alpha.dtype not in (np.float32, np.uint8) or alpha.size == 0:
        raise ValueError(f"{name} must be HxW float32 or uint8 and not empty, got {_described(alpha)}")


def check_alpha8(alpha8: NDArray[Any], name: str = "alpha8") -> None:
    """Raises ValueError unless alpha8 is HxW uint8 with at least one pixel."""
    if alpha8.ndim != 2 or alpha8.dtype != np.uint8 or alpha8.size == 0:
        raise ValueError(f"{name} must be HxW uint8 and not empty, got {_described(alpha8)}")


def check_same_size(first: NDArray[Any], second: NDArray[Any], names: str) -> None:
    """Raises ValueError unless both have the same height and width. names: for the message: "frame and alpha"."""
    if first.shape[:2] != second.shape[:2]:
        raise ValueError(f"{names} must have the same size, got {first.shape[:2]} and {second.shape[:2]}")


def _described(array: NDArray[Any]) -> str:
    return f"{'x'.join(map(str, array.shape)) or 'a scalar'} {array.dtype}"
