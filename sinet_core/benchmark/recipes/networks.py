"""The recipes' networks: our own segmenter, and other projects' files if the user has them."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.errors import DataError
from sinet_core.inference.described_onnx import DescribedOnnx
from sinet_core.inference.segmenter import Segmenter, open_segmenter

LANDSCAPE = "mediapipe_selfie_144x256.onnx"
"""MediaPipe's selfie segmentation for wide pictures, 256x144, as obs-backgroundremoval ships it."""


@dataclass(frozen=True)
class Networks:
    """Where the networks come from.

    Attributes:
        peers: the folder with other projects' networks; None means that only our own recipe can run.
        own: opens the segmenter of our own recipe; raises WeightsError if it cannot be used.
        threads: for the peers' networks.
        best: opens the segmenter for files of the best quality.
    """

    peers: Path | None = None
    own: Callable[[], Segmenter] = open_segmenter
    threads: int = 1
    best: Callable[[], Segmenter] = open_segmenter

    def peer(self, file: str) -> Segmenter:
        """Opens a peer's network. Raises DataError if there is no such file, WeightsError if it cannot be used."""
        if self.peers is None:
            raise DataError(f"This recipe needs the network '{file}'", "Give the folder that holds it with --peers.")
        if not (self.peers / file).is_file():
            raise DataError(f"No network '{file}' in '{self.peers}'", "Other projects' networks do not ship with ours.")
        return DescribedOnnx(self.peers / file, self.threads)


def resized(image: Any, size: tuple[int, int], how: int = cv2.INTER_LINEAR) -> Any:
    """Resizes to (height, width) in one OpenCV pass, as other programs do."""
    return cv2.resize(image, (size[1], size[0]), interpolation=how)


def smoothstep(low: float, high: float, x: Alpha) -> Alpha:
    """0 below low, 1 above high, a smooth S in between; any float32 array."""
    part = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(part * part * (3 - 2 * part), np.float32)


def luma(frame: Image) -> Alpha:
    """HxWx3 uint8 BGR -> HxW float32 0..1."""
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.float32) / np.float32(255)
