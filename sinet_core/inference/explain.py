"""What the decoder sees: how sure the network finally is, and where it lets detail in.

The information-blocking decoder multiplies the high-resolution features with 1 - max softmax of the low-resolution
prediction. For two classes with the logits' difference d that is sigmoid(-|d|), so one small map, d, describes
it completely. Figures 4 and 7 of the SINet paper show it beside the final confidence, |2 alpha - 1|.
"""
from __future__ import annotations

from typing import NamedTuple, Protocol, runtime_checkable

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Alpha, Image

Margin = NDArray[np.float32]
"""hxw float32: the low-resolution logit of "person" minus that of "background"."""

# BGR at equal steps. The first: surely room .. unsure .. surely person; the second: blocked .. let in.
CONFIDENCE_BGR = (
    (168, 74, 36), (120, 52, 30), (64, 28, 22), (26, 18, 16), (34, 52, 104), (58, 120, 216), (120, 190, 255),
)  # fmt: skip
GATE_BGR = ((24, 16, 14), (62, 34, 26), (140, 72, 44), (206, 140, 60), (214, 208, 110), (232, 250, 226))
MAX_LET_IN = 0.5  # of two classes, the surer one has at least half


class Explained(NamedTuple):
    """alpha: as Segmenter.alpha. margin: the gate's input; None if the decoder has no information blocking."""

    alpha: Alpha
    margin: Margin | None


@runtime_checkable
class Explainable(Protocol):
    """A segmenter that can explain its answers."""

    def explain(self, image: Image) -> Explained:
        """HxWx3 uint8 BGR of any size -> the alpha and the margin of one inference."""
        ...


class Xray(NamedTuple):
    """Two false-colour images of the same size, HxWx3 uint8 BGR, read-only. They contain nothing of the frame."""

    confidence: Image
    gate: Image


def confidence_of(margin: Margin) -> Alpha:
    """max softmax, signed: -1 (surely room) .. 0 (either) .. 1 (surely person), that is 2 * softmax - 1."""
    return np.asarray(np.tanh(margin / 2), np.float32)


def final_confidence_of(alpha: Alpha) -> Alpha:
    """How sure the answer is, signed: -1 (surely room) .. 0 (either) .. 1 (surely person), that is 2 alpha - 1."""
    return np.asarray(2 * alpha - 1, np.float32)


def gate_of(margin: Margin) -> Alpha:
    """1 - max softmax: 0 (detail is blocked) .. 0.5 (let in)."""
    return np.asarray(0.5 - np.abs(confidence_of(margin)) / 2, np.float32)


def xray_picture(margin: Margin, size: tuple[int, int], alpha: Alpha | None = None) -> Xray:
    """Both maps as images.

    Args:
        margin: hxw float32.
        size: (width, height) of the images, px.
        alpha: the resulting alpha, HxW float32; with it the confidence is the final one, else the low-resolution one.
    """
    sure = confidence_of(margin) if alpha is None else final_confidence_of(alpha)
    confidence = _painted(np.asarray((sure + 1) / 2, np.float32), CONFIDENCE_BGR, size)
    let_in = np.asarray(gate_of(margin) / MAX_LET_IN, np.float32)
    return Xray(confidence, _painted(let_in, GATE_BGR, size))


def _painted(share: Alpha, stops: tuple[tuple[int, int, int], ...], size: tuple[int, int]) -> Image:
    large = cv2.resize(share, size, interpolation=cv2.INTER_CUBIC)
    levels = cv2.convertScaleAbs(np.clip(large, 0, 1), alpha=255)
    picture = np.asarray(cv2.applyColorMap(levels, _table(stops)), np.uint8)
    picture.flags.writeable = False
    return picture


def _table(stops: tuple[tuple[int, int, int], ...]) -> Image:
    """256x1x3 uint8: the colours between the stops."""
    places = np.linspace(0, 255, len(stops))
    channels = [np.interp(np.arange(256), places, channel) for channel in zip(*stops, strict=True)]
    return np.asarray(np.stack(channels, axis=1)[:, None].round(), np.uint8)
