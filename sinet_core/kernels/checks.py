"""Argument checks that both back ends share."""
from __future__ import annotations

from sinet_core.arrays import Alpha8, Image, check_alpha8, check_image, check_same_size


def check_frame(frame: Image, alpha8: Alpha8) -> None:
    """Raises ValueError unless frame is HxWx3 uint8 and alpha8 HxW uint8 of the same size."""
    check_image(frame, "frame")
    check_alpha8(alpha8)
    check_same_size(frame, alpha8, "frame and alpha8")


def check_background(frame: Image, background: Image) -> None:
    """Raises ValueError unless background is HxWx3 uint8 of the frame's size."""
    check_image(background, "background")
    check_same_size(frame, background, "frame and background")
