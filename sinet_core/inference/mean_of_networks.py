"""Averages several inferences per frame, for files: at more than one size, and on the mirror image."""
from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.inference.segmenter import Segmenter

Alpha = NDArray[np.float32]


class MeanSegmenter:
    """The mean alpha of several networks on a frame and on its mirror image.

    Attributes:
        name: the engine's.
        size: (height, width) of the largest input.
    """

    def __init__(self, networks: Sequence[Segmenter]) -> None:
        """networks: at least one; all are for frames of the same aspect."""
        self._networks = sorted(networks, key=lambda network: network.size)
        self.size = self._networks[-1].size
        self.name = self._networks[-1].name

    def alpha(self, image: NDArray[np.uint8]) -> Alpha:
        """See sinet_core.inference.segmenter.Segmenter."""
        mirrored = np.asarray(cv2.flip(image, 1), np.uint8)
        total = np.zeros(self.size, np.float32)
        for network in self._networks:
            total += self._enlarged(network.alpha(image))
            total += cv2.flip(self._enlarged(network.alpha(mirrored)), 1)
        return np.asarray(total * np.float32(1 / (2 * len(self._networks))), np.float32)

    def _enlarged(self, alpha: Alpha) -> Alpha:
        height, width = self.size
        return np.asarray(cv2.resize(alpha, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
