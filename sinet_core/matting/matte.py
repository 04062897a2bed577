"""Turns the network's alpha into one at frame size: pure functions, state passed in and handed back."""
from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Alpha8, FrameSize, Image, check_alpha
from sinet_core.matting.islands import remove_islands
from sinet_core.matting.settings import MatteSettings, levels_of
from sinet_core.matting.smoothing import MatteState, smooth
from sinet_core.matting.upsampling import at_grid, enlarge, guide
from sinet_core.pyramid import Sizes, sizes_of

PARTS = np.arange(256, dtype=np.float32) / 255


def refine(
    alpha: Alpha, frame: Image, state: MatteState | None, settings: MatteSettings
) -> tuple[Alpha, MatteState]:
    """Like refine_alpha8, for a frame (HxWx3 uint8 BGR), with an HxW float32 alpha 0..1 in steps of 1/255."""
    alpha8, state = refine_alpha8(alpha, sizes_of(frame), state, settings)
    return np.asarray(cv2.LUT(alpha8, PARTS), np.float32), state


def refine_alpha8(
    alpha: Alpha, sizes: Sizes, state: MatteState | None, settings: MatteSettings
) -> tuple[Alpha8, MatteState]:
    """Steadies a network's alpha over time, upsamples it along the frame's edges, and shapes it.

    Args:
        alpha: hxw float32 0..1, network size, computed from this frame.
        sizes: the frame, from sinet_core.pyramid.sizes_of.
        state: as returned for the previous frame; None at the start and after a jump. A cut or another
            size is detected.
        settings: see MatteSettings.

    Returns:
        (HxW uint8, alpha x 255; the state for the next frame). Exactly 255 well inside, exactly 0 well outside.

    Raises:
        ValueError: an invalid alpha.
    """
    check_alpha(alpha)
    if not math.isfinite(cv2.sumElems(alpha)[0]):
        # A network that answers with NaN has found nobody, and must not poison later frames.
        alpha, state = np.nan_to_num(alpha, nan=0.0, posinf=0.0, neginf=0.0), None
    height, width = sizes.size
    before = state.guided if state else None
    coarse = at_grid(alpha, sizes.grid.shape[:2])
    state, weight = smooth(coarse, sizes.grid, FrameSize(width, height), state, settings.steadiness)
    guided = guide(remove_islands(state.alpha), sizes, before, weight)
    return enlarge(guided, sizes, levels_of(settings)), replace(state, guided=guided.plane)
