"""live-backgroundremoval-lite, the filter for OBS Studio, with its default settings.

The network sees the letterboxed frame, and only after motion (mean squared change of the quarter-size
luma at least -40 dB). The mask of the *previous* inference goes through a fast guided filter
(17x17 at a quarter of the size, luma as guide), a running average over time, a gamma and a
smoothstep. It stays soft all the way; until there is a mask, nothing of the frame is shown.
"""
from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.recipes.networks import LANDSCAPE, Networks, luma, resized, smoothstep
from sinet_core.inference.segmenter import Segmenter

MOVED = 10 ** (-40 / 10)
BOX_PX = 17
EPSILON = 1e-4
NEW_SHARE = np.float32(0.25)
GAMMA = 2.5
LOW, HIGH = 0.056, 0.944


class LiteState(NamedTuple):
    """quarter: the previous luma. mask: of the last inference, any size. average: over time, at frame size."""

    quarter: Alpha
    mask: Alpha
    average: Alpha


class LiveBackgroundRemovalLite:
    """See the module."""

    name = "live-backgroundremoval-lite"
    about = "MediaPipe selfie 256x144 in float32 (its own, the same kind in int8 on ncnn, is not available as ONNX)"

    def __init__(self, network: Segmenter) -> None:
        self._network = network

    def step(self, frame: Image, state: LiteState | None) -> tuple[Alpha, LiteState]:
        light = luma(frame)
        quarter = resized(light, (max(1, light.shape[0] // 4), max(1, light.shape[1] // 4)))
        if state is None or state.average.shape != light.shape:
            nothing = np.zeros(light.shape, np.float32)
            return nothing, LiteState(quarter, self._infer(frame), nothing)
        guided = _guided(resized(state.mask, quarter.shape), quarter, light)
        average = NEW_SHARE * guided + (1 - NEW_SHARE) * state.average
        moved = float(np.mean(np.square(quarter - state.quarter))) >= MOVED
        mask = self._infer(frame) if moved else state.mask
        return smoothstep(LOW, HIGH, np.power(average, np.float32(GAMMA))), LiteState(quarter, mask, average)

    def _infer(self, frame: Image) -> Alpha:
        """The part of the letterboxed mask that belongs to the frame."""
        size = self._network.size
        scale = min(size[0] / frame.shape[0], size[1] / frame.shape[1])
        rows, columns = (max(1, round(side * scale)) for side in frame.shape[:2])
        top, left = (size[0] - rows) // 2, (size[1] - columns) // 2
        boxed = np.zeros((*size, 3), np.uint8)
        boxed[top : top + rows, left : left + columns] = resized(frame, (rows, columns))
        return self._network.alpha(boxed)[top : top + rows, left : left + columns]


def _guided(mask: Alpha, quarter: Alpha, light: Alpha) -> Alpha:
    """Fast guided filter: coefficients at a quarter of the size, applied at full size."""

    def mean(field: Alpha) -> Alpha:
        return np.asarray(cv2.blur(field, (BOX_PX, BOX_PX)), np.float32)

    mean_light, mean_mask = mean(quarter), mean(mask)
    variance = mean(quarter * quarter) - mean_light * mean_light + np.float32(EPSILON)
    covariance = mean(quarter * mask) - mean_light * mean_mask
    slope = np.asarray(covariance / variance, np.float32)
    offset = mean_mask - slope * mean_light
    filtered = resized(mean(slope), light.shape) * light + resized(mean(offset), light.shape)
    return np.asarray(np.clip(filtered, 0, 1), np.float32)


def open_recipe(networks: Networks) -> LiveBackgroundRemovalLite:
    return LiveBackgroundRemovalLite(networks.peer(LANDSCAPE))
