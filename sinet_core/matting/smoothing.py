"""Temporal smoothing: still edges are held, moving ones are followed at once, and what moves keeps its past.

Where the frame changed, the old alpha is first carried along with the motion. So a network that changes its mind
from frame to frame is averaged even where somebody moves, or where the whole room does, as on a lap.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, FrameSize, Image
from sinet_core.kernels.door import back_end
from sinet_core.kernels.interface import Scene

Field = NDArray[np.float32]

MIN_WEIGHT = 0.03  # minimum weight of a new alpha


@dataclass(frozen=True, eq=False)
class MatteState:
    """What refinement remembers of earlier frames. None at the start and after a jump in a file.

    Attributes:
        scene: the smoothed alpha and the coarse image that it belongs to, blended with the same weights so that
            slow motion accumulates until it is seen: hxwx4 float32 on the grid, BGR 0..255 and alpha 0..1.
        light: the last frame's luma on the same grid, uint8.
        frame_size: of the frames.
        guided: the last alpha along the frame's edges, at about half the frame's size, float32.
    """

    scene: Field
    light: NDArray[np.uint8]
    frame_size: FrameSize
    guided: Field | None = None

    @property
    def alpha(self) -> Alpha:
        """The smoothed alpha, hxw float32 0..1."""
        return np.asarray(cv2.extractChannel(self.scene, 3), np.float32)


def smooth(
    alpha: Alpha, picture: Image, frame_size: FrameSize, state: MatteState | None, steadiness: float
) -> tuple[MatteState, Field | None]:
    """Blends a new alpha into the old one, cell by cell, as far as the frame there is unchanged.

    Args:
        alpha: hxw float32 0..1, on the grid.
        picture: the frame on the grid, hxwx3 uint8 BGR.
        frame_size: of the frame.
        state: of the previous frame, or None.
        steadiness: 0 (the new alpha unchanged) .. 1.

    Returns:
        (the new state, without guided; the weight 0..1 of a new value in each cell where values have not been
        carried along, or None if there is no past).
    """
    goes_on = state is not None and state.frame_size == frame_size and steadiness > 0
    before = Scene(state.scene, state.light) if goes_on and state is not None else None
    scene, weight = back_end().smooth(picture, alpha, before=before, base=least_weight(steadiness))
    return MatteState(scene.mixed, scene.light, frame_size), weight


def least_weight(steadiness: float) -> float:
    """Weight of the new alpha where nothing changes."""
    return float(np.float32(max(MIN_WEIGHT, (1 - steadiness) ** 4)))
