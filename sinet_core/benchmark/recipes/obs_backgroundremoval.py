"""obs-backgroundremoval, the filter for OBS Studio, with its default settings.

A frame that resembles the last processed one keeps its mask (PSNR above 35 dB). Otherwise it takes a
bilinear resize that ignores the aspect, the network, and at the network's size a background mask
thresholded at 0.5, its running average, its outlines (those below 5 % of the frame dropped, the others
filled), and a blur. The mask is then enlarged and thresholded again. The feather is off.
"""
from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.recipes.networks import LANDSCAPE, Networks, resized
from sinet_core.inference.segmenter import Segmenter

SAME_DB = 35.0
FOUR_CHANNELS_DB = 10 * math.log10(4 / 3)  # the original compares BGRA, whose fourth channel never differs
THRESHOLD = 0.5
NEW_SHARE = 0.85
MIN_AREA = 0.05
BLUR_PX = 9


class ObsState(NamedTuple):
    """frame: the last processed one. background: the running average, uint8. alpha: the one shown."""

    frame: Image
    background: Image
    alpha: Alpha


class ObsBackgroundRemoval:
    """See the module."""

    name = "obs-backgroundremoval"
    about = "MediaPipe selfie 256x144, the plug-in's own default"

    def __init__(self, network: Segmenter) -> None:
        self._network = network

    def step(self, frame: Image, state: ObsState | None) -> tuple[Alpha, ObsState]:
        if state is not None and state.frame.shape == frame.shape:
            if cv2.PSNR(state.frame, frame) + FOUR_CHANNELS_DB > SAME_DB:
                return state.alpha, state
        else:
            state = None
        probability = self._network.alpha(resized(frame, self._network.size))
        background = np.where(probability > THRESHOLD, 0, 255).astype(np.uint8)
        if state is not None:
            mixed = cv2.addWeighted(background, NEW_SHARE, state.background, 1 - NEW_SHARE, 0)
            background = np.asarray(mixed, np.uint8)
        alpha = _shown(_without_small(background), frame.shape[:2])
        return alpha, ObsState(frame, background, alpha)


def _without_small(background: Image) -> Image:
    """Fills outlines of background, where anything above 0 counts as background, however faint."""
    outlines, _ = cv2.findContours(background, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    big = [outline for outline in outlines if cv2.contourArea(outline) > MIN_AREA * background.size]
    return np.asarray(cv2.drawContours(np.zeros_like(background), big, -1, 255, cv2.FILLED), np.uint8)


def _shown(background: Image, size: tuple[int, ...]) -> Alpha:
    soft = cv2.stackBlur(background, (BLUR_PX, BLUR_PX))
    return np.asarray(resized(soft, (size[0], size[1])) <= 128, np.float32)


def open_recipe(networks: Networks) -> ObsBackgroundRemoval:
    return ObsBackgroundRemoval(networks.peer(LANDSCAPE))
