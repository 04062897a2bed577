"""Light wrap: the new background's light spills around the person's edge."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha8, AnyAlpha, Image, alpha_bytes
from sinet_core.grid import blocks_of, enlarge_block, step_of, to_grid

WRAP_SHARE = 0.02  # of the frame's height: how far light spills around the edge


def check_light_wrap(light_wrap: float) -> None:
    """Raises ValueError unless light_wrap is within 0..1."""
    if not 0 <= light_wrap <= 1:
        raise ValueError(f"light_wrap must be 0..1, got {light_wrap}")


def wrap_light(picture: Image, alpha: AnyAlpha, background: Image, amount: float) -> Image:
    """Lets the blurred background shine over the person near the edge (screened, so it only brightens).

    Args:
        picture: HxWx3 uint8 BGR, the composite.
        alpha, background: as for composite.
        amount: 0..1.

    Returns:
        A new HxWx3 uint8 BGR; away from the person's edge it equals picture.
    """
    step, alpha8 = step_of(alpha.shape), alpha_bytes(alpha)
    glow = edge_glow(alpha8, background, step) * np.float32(amount)
    out = picture.copy()
    for block in blocks_of(np.any(glow >= 0.5, axis=2), alpha.shape, step):
        target = out[block.rows, block.columns]
        light = cv2.convertScaleAbs(enlarge_block(glow, block, step))
        inside = cv2.merge([alpha8[block.rows, block.columns]] * 3)
        room_left = cv2.multiply(cv2.bitwise_not(target), inside, scale=1 / 255)
        cv2.add(target, cv2.multiply(room_left, light, scale=1 / 255), dst=target)
    return out


def edge_glow(alpha8: Alpha8, background: Image, step: int) -> NDArray[np.float32]:
    """The background's light around the edge on the coarse grid, hxwx3 float32 0..255, 0 far from it."""
    sigma = WRAP_SHARE * alpha8.shape[0] / step
    person = to_grid(alpha8, step)
    outside = np.asarray(cv2.GaussianBlur(cv2.bitwise_not(person), (0, 0), max(0.5, sigma)), np.float32)
    light = cv2.GaussianBlur(to_grid(background, step), (0, 0), max(0.5, 2 * sigma))
    return np.asarray(light * (outside / 255)[..., None], np.float32) * (person > 0)[..., None]
