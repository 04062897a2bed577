"""Jitsi Meet's second virtual background, as it runs on a machine without a usable GPU.

Every second frame goes to the network; its answers are averaged over time. At frame size the mask is
blurred with nine wide taps, except where the frame has an edge; a smoothstep between 0.10 and 0.50
comes last.
"""
from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.recipes.networks import LANDSCAPE, Networks, luma, resized, smoothstep
from sinet_core.inference.segmenter import Segmenter

STRIDE = 2
NEW_SHARE = np.float32(0.25)
TAP_PX = 32  # between two taps of the blur, in camera pixels
TAPS = np.array((0.25, 0.5, 0.25), np.float32)
SNAP_LOW, SNAP_HIGH = 0.05, 0.20
LOW, HIGH = 0.10, 0.50


class JitsiState(NamedTuple):
    """average: of the network's answers, at its size. frames: count so far."""

    average: Alpha
    frames: int


class Jitsi:
    """See the module. The original shows the raw frame until its first mask; here the first frame has one at once."""

    name = "jitsi"
    about = "MediaPipe selfie 256x144 on ONNX Runtime (its own: the same kind as TFLite or TensorFlow.js)"

    def __init__(self, network: Segmenter) -> None:
        self._network = network

    def step(self, frame: Image, state: JitsiState | None) -> tuple[Alpha, JitsiState]:
        if state is None:
            state = JitsiState(self._infer(frame), 1)
        elif state.frames % STRIDE:
            state = JitsiState(state.average, state.frames + 1)
        else:
            average = NEW_SHARE * self._infer(frame) + (1 - NEW_SHARE) * state.average
            state = JitsiState(average, state.frames + 1)
        return _feathered(state.average, frame), state

    def _infer(self, frame: Image) -> Alpha:
        return self._network.alpha(resized(frame, self._network.size))


def _feathered(mask: Alpha, frame: Image) -> Alpha:
    raw = resized(mask, frame.shape[:2])
    kernel = np.zeros(2 * TAP_PX + 1, np.float32)
    kernel[::TAP_PX] = TAPS
    blurred = cv2.sepFilter2D(raw, -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE)
    light = luma(frame)
    across = cv2.filter2D(light, -1, np.array([[-1, 0, 1]], np.float32), borderType=cv2.BORDER_REPLICATE)
    down = cv2.filter2D(light, -1, np.array([[-1], [0], [1]], np.float32), borderType=cv2.BORDER_REPLICATE)
    snap = smoothstep(SNAP_LOW, SNAP_HIGH, np.hypot(across, down))
    return smoothstep(LOW, HIGH, np.asarray(blurred + snap * (raw - blurred), np.float32))


def open_recipe(networks: Networks) -> Jitsi:
    return Jitsi(networks.peer(LANDSCAPE))
