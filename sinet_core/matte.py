"""From the network's alpha to one at frame size: pure functions, state passed in and handed back."""
from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image, Share, check_alpha
from sinet_core.islands import remove_islands
from sinet_core.smoothing import MatteState, smooth
from sinet_core.upsampling import Sizes, at_grid, enlarge, guide, sizes_of

__all__ = ["MatteSettings", "MatteState", "levels_of", "refine", "refine_share"]

PARTS = np.arange(256, dtype=np.float32) / 255


@dataclass(frozen=True)
class MatteSettings:
    """How the alpha is shaped. Every value is 0..1 and 0.5 (light_wrap: 0) leaves things as measured best.

    Attributes:
        coverage: tight (0) .. generous (1): shifts the edge in or out.
        softness: hard (0) .. soft (1) edge.
        steadiness: quick (0) .. steady (1): temporal smoothing.
        light_wrap: how much of the new background's light falls on the person's edge.
    """

    coverage: float = 0.5
    softness: float = 0.5
    steadiness: float = 0.5
    light_wrap: float = 0.0


def refine(
    alpha: Alpha, frame: Image, state: MatteState | None, settings: MatteSettings
) -> tuple[Alpha, MatteState]:
    """As refine_share, of a frame (HxWx3 uint8 BGR), with an alpha that is HxW float32 0..1 in steps of 1/255."""
    share, state = refine_share(alpha, sizes_of(frame), state, settings)
    return np.asarray(cv2.LUT(share, PARTS), np.float32), state


def refine_share(
    alpha: Alpha, sizes: Sizes, state: MatteState | None, settings: MatteSettings
) -> tuple[Share, MatteState]:
    """Steadies a network's alpha over time, brings it to frame size along the frame's edges, shapes it.

    Args:
        alpha: hxw float32 0..1, network size, computed from this frame.
        sizes: the frame, of sinet_core.upsampling.sizes_of.
        state: what the call for the frame before returned; None at the start and after a jump. A cut
            or another size is noticed.
        settings: see MatteSettings.

    Returns:
        (HxW uint8, alpha x 255; the state for the next frame). Surely inside is exactly 255, surely outside 0.

    Raises:
        ValueError: alpha is no such array.
    """
    check_alpha(alpha)
    if not math.isfinite(cv2.sumElems(alpha)[0]):
        # A network that answers with no numbers has found nobody, and must not poison the frames to come.
        alpha, state = np.nan_to_num(alpha, nan=0.0, posinf=0.0, neginf=0.0), None
    height, width = sizes.size
    before = state.guided if state else None
    coarse = at_grid(alpha, sizes.grid.shape[:2])
    state, share = smooth(coarse, sizes.grid, (width, height), state, settings.steadiness)
    guided = guide(remove_islands(state.alpha), sizes, before, share)
    return enlarge(guided, sizes, levels_of(settings)), replace(state, guided=guided.plane)


def levels_of(settings: MatteSettings) -> tuple[float, float]:
    """(low, high) of alpha that become 0 and 1.

    Rising coverage lowers both, so no alpha falls; rising softness moves them apart around their middle.
    """
    middle = 0.5 + 0.6 * (0.5 - settings.coverage)
    half = 0.1 + 0.5 * settings.softness
    return max(0.02, middle - half), min(0.98, middle + half)
