"""Zones painted by a user that always or never belong to the person, as pure functions.

When in doubt, the room is hidden: the soft edge of a keep zone lies inside the paint, that of a drop zone outside,
and drop wins over keep.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, AnyAlpha, Mask, alpha_bytes, check_any_alpha

Labels = NDArray[np.uint8]
"""hxw uint8 for the whole frame at any size: NONE, KEEP or DROP."""

NONE, KEEP, DROP = 0, 1, 2
FEATHER_SHARE = 0.004  # of the frame's long side: 5 px at 1280


@dataclass(frozen=True, eq=False)
class SoftZones:
    """Zones prepared for one frame size.

    Attributes:
        size: (width, height) of the frames, px.
        rows, columns: the rectangle outside which nothing changes.
        keep: HxW float32 0..1 for that rectangle, the minimum of alpha.
        leave: HxW float32 0..1 for that rectangle, a factor on alpha.
    """

    size: tuple[int, int]
    rows: slice
    columns: slice
    keep: Alpha
    leave: Alpha


def soften(labels: Labels, size: tuple[int, int]) -> SoftZones | None:
    """Scales zones to frame size, with soft edges; returns None if nothing is painted.

    Args:
        labels: hxw uint8; other values than KEEP and DROP are NONE.
        size: (width, height) of the frames, px.

    Raises:
        ValueError: invalid labels, or size is not positive.
    """
    if labels.ndim != 2 or labels.dtype != np.uint8 or labels.size == 0 or min(size) < 1:
        raise ValueError(f"zones must be hxw uint8 for a positive size, got {labels.shape} {labels.dtype} for {size}")
    feather = max(1.0, FEATHER_SHARE * max(size))
    keep = _ramp(_at_size(labels == KEEP, size), feather)
    leave = _ramp(~_at_size(labels == DROP, size), feather)
    left, top, width, height = cv2.boundingRect(np.asarray((keep > 0) | (leave < 1), np.uint8))
    if not width:
        return None
    rows, columns = slice(top, top + height), slice(left, left + width)
    return SoftZones(size, rows, columns, keep[rows, columns].copy(), leave[rows, columns].copy())


def apply_zones(alpha: AnyAlpha, zones: SoftZones | None) -> AnyAlpha:
    """Applies the zones to alpha: exactly 1 in a keep zone, exactly 0 in a drop zone.

    Args:
        alpha: HxW float32 0..1 or uint8 0..255, of the zones' size; the result has the same type.
        zones: from soften; None returns alpha itself, without a copy.

    Raises:
        ValueError: an invalid alpha.
    """
    if zones is None:
        return alpha
    check_any_alpha(alpha)
    if alpha.shape != zones.size[::-1]:
        raise ValueError(f"zones for {zones.size} do not fit an alpha of {alpha.shape[::-1]}")
    result = alpha.copy()
    part = result[zones.rows, zones.columns]
    unit = np.float32(255 if alpha.dtype == np.uint8 else 1)
    changed = np.maximum(part / unit, zones.keep) * zones.leave
    part[:] = alpha_bytes(changed) if alpha.dtype == np.uint8 else changed
    return result


def _at_size(mask: Mask, size: tuple[int, int]) -> Mask:
    """The mask at frame size; the jagged edges of a small one are smoothed."""
    small = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR) >= 0.5)


def _ramp(inside: Mask, feather: float) -> Alpha:
    """0 outside and 1 inside, rising within feather px inside the edge; the frame's border is not an edge."""
    if inside.all() or not inside.any():
        return inside.astype(np.float32)
    distance = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(np.clip(distance / np.float32(feather), 0, 1), np.float32)
