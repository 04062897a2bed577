"""Edge-aware upsampling: the alpha snaps to the edges that the frame shows, and stays soft."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image

RADIUS_SHARE = 0.02  # of the frame's diagonal: how far a network's edge may be off
EPSILON = 4e-4  # of luma in 0..1: contrast below 2 % is noise, not an edge
CONFIDENT = 0.05  # alpha this near to 0 or 1 in a whole neighbourhood is not touched


def upsample(alpha: Alpha, frame: Image) -> Alpha:
    """Guided filter (He et al.) with coefficients at low resolution, applied to the frame's luma.

    Args:
        alpha: hxw float32 0..1, network size.
        frame: HxWx3 uint8 BGR.

    Returns:
        HxW float32, near 0..1 (overshoots a little: remap and clip it).
    """
    height, width = frame.shape[:2]
    luma = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)
    slope, offset = coefficients(alpha, shrunk_luma(luma, alpha.shape), radii(alpha.shape, (height, width)))
    slope, offset = keep_confident(slope, offset, alpha)
    wide = (width, height)
    slope_full = cv2.resize(slope, wide, interpolation=cv2.INTER_LINEAR)
    offset_full = cv2.resize(offset, wide, interpolation=cv2.INTER_LINEAR)
    guided = cv2.multiply(slope_full, luma.astype(np.float32))
    return np.asarray(cv2.add(guided, offset_full, dst=guided), np.float32)


def shrunk_luma(luma: NDArray[np.uint8], size: tuple[int, ...]) -> NDArray[np.float32]:
    """Luma at (height, width), 0..255 float32."""
    shrunk = cv2.resize(luma, (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, np.float32)


def radii(low: tuple[int, ...], full: tuple[int, int]) -> tuple[int, int]:
    """Box sizes (across, down) at low resolution that are square on the frame."""
    radius = RADIUS_SHARE * float(np.hypot(*full))
    across = 2 * round(radius * low[1] / full[1]) + 1
    down = 2 * round(radius * low[0] / full[0]) + 1
    return max(3, across), max(3, down)


def coefficients(alpha: Alpha, luma: NDArray[np.float32], box: tuple[int, int]) -> tuple[Alpha, Alpha]:
    """Slope and offset so that alpha ~ slope * luma + offset in every box."""
    mean_luma, mean_alpha = cv2.blur(luma, box), cv2.blur(alpha, box)
    variance = cv2.blur(luma * luma, box) - mean_luma * mean_luma
    covariance = cv2.blur(luma * alpha, box) - mean_luma * mean_alpha
    slope = covariance / (variance + EPSILON * 255.0**2)
    offset = mean_alpha - slope * mean_luma
    return np.asarray(cv2.blur(slope, box), np.float32), np.asarray(cv2.blur(offset, box), np.float32)


def keep_confident(slope: Alpha, offset: Alpha, alpha: Alpha) -> tuple[Alpha, Alpha]:
    """Fades to slope 0 where the neighbourhood is surely person or surely room: no veil, no holes."""
    kernel = np.ones((5, 5), np.uint8)
    lowest, highest = cv2.erode(alpha, kernel), cv2.dilate(alpha, kernel)
    unsure = np.minimum(highest, 1 - lowest)
    share: Alpha = np.asarray(cv2.blur(np.clip((unsure - CONFIDENT) / CONFIDENT, 0, 1), (3, 3)), np.float32)
    kept: Alpha = offset * share + alpha * (1 - share)
    return slope * share, kept
