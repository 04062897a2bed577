"""Linux-Fake-Background-Webcam with its default settings.

The frame goes to the network at a width of 256 pixels, and only the class of its answer is used. That is
enlarged, blurred 7x7, thresholded at 75 %, dilated 5x5, blurred 10x10, and averaged half and half with
the previous result.
"""
from __future__ import annotations

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.recipes.networks import LANDSCAPE, Networks, resized
from sinet_core.inference.segmenter import Segmenter

WIDTH_PX = 256
THRESHOLD = 0.75
GAUSSIAN_PX, GROWN_PX, BOX_PX = 7, 5, 10
NEW_SHARE = 0.5


class Lfbw:
    """See the module. The state is the average so far, HxW float32."""

    name = "lfbw"
    about = "MediaPipe selfie 256x144 on ONNX Runtime (its own: the same kind through MediaPipe)"

    def __init__(self, network: Segmenter) -> None:
        self._network = network

    def step(self, frame: Image, state: Alpha | None) -> tuple[Alpha, Alpha]:
        height, width = frame.shape[:2]
        small = resized(frame, (max(1, round(height * WIDTH_PX / width)), WIDTH_PX), cv2.INTER_AREA)
        probability = self._network.alpha(resized(small, self._network.size))
        classes = (probability > 0.5).astype(np.float32)
        mask = cv2.GaussianBlur(resized(classes, (height, width)), (GAUSSIAN_PX, GAUSSIAN_PX), 0)
        mask = cv2.threshold(mask, THRESHOLD, 1.0, cv2.THRESH_BINARY)[1]
        mask = cv2.dilate(mask, np.ones((GROWN_PX, GROWN_PX), np.uint8))
        alpha = np.asarray(cv2.blur(mask, (BOX_PX, BOX_PX)), np.float32)
        if state is not None and state.shape == alpha.shape:
            alpha = np.asarray(cv2.addWeighted(alpha, NEW_SHARE, state, 1 - NEW_SHARE, 0), np.float32)
        alpha = np.clip(alpha, 0, 1)
        return alpha, alpha


def open_recipe(networks: Networks) -> Lfbw:
    return Lfbw(networks.peer(LANDSCAPE))
