"""backscrub, the virtual camera for Linux, with its default settings.

The part of the frame with the network's aspect is shrunk and bilaterally filtered. The answer is
thresholded at 0.65; the memory keeps three bits of the new value and an eighth of the old one. It is
enlarged and blurred 5x5. A separate thread does all that while the frame is shown with the latest mask
available: at 30 frames a second, that of the previous frame. Side strips are always background.
"""
from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.recipes.networks import LANDSCAPE, Networks, resized
from sinet_core.inference.segmenter import Segmenter

THRESHOLD = 0.65
NEW_BITS = np.uint8(0xE0)
BLUR_PX = 5


class BackscrubState(NamedTuple):
    """mask: the thread's memory, network size uint8. alpha: the latest mask, at frame size."""

    mask: Image
    alpha: Alpha


class Backscrub:
    """See the module. The original's memory is uninitialised at first; here it starts as nobody."""

    name = "backscrub"
    about = "MediaPipe selfie 256x144 (its own default, Meet 256x144, is available as TFLite only)"

    def __init__(self, network: Segmenter) -> None:
        self._network = network

    def step(self, frame: Image, state: BackscrubState | None) -> tuple[Alpha, BackscrubState]:
        if state is None or state.alpha.shape != frame.shape[:2]:
            size = self._network.size
            state = BackscrubState(np.zeros(size, np.uint8), np.zeros(frame.shape[:2], np.float32))
        return state.alpha, self._mask_of(frame, state)

    def _mask_of(self, frame: Image, state: BackscrubState) -> BackscrubState:
        rows, columns = region(frame.shape, self._network.size)
        small = resized(frame[rows, columns], self._network.size)
        small = cv2.bilateralFilter(small, 5, 100, 100)
        hard = np.where(self._network.alpha(np.asarray(small, np.uint8)) > THRESHOLD, 255, 0).astype(np.uint8)
        mask = np.asarray((hard & NEW_BITS) | (state.mask >> 3), np.uint8)
        alpha = np.zeros(frame.shape[:2], np.float32)
        part = alpha[rows, columns]
        part[:] = cv2.blur(resized(mask, part.shape), (BLUR_PX, BLUR_PX)) / np.float32(255)
        return BackscrubState(mask, alpha)


def region(shape: tuple[int, ...], size: tuple[int, int]) -> tuple[slice, slice]:
    """The largest central part of a frame with the network's aspect."""
    scale = min(shape[0] / size[0], shape[1] / size[1])
    height, width = round(size[0] * scale), round(size[1] * scale)
    top, left = (shape[0] - height) // 2, (shape[1] - width) // 2
    return slice(top, top + height), slice(left, left + width)


def open_recipe(networks: Networks) -> Backscrub:
    return Backscrub(networks.peer(LANDSCAPE))
