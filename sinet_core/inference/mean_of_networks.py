"""Several looks at a frame, for files: at two sizes, and at its mirror image, in one mean."""
from __future__ import annotations

from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.inference.segmenter import Segmenter
from sinet_core.inference.two_looks import Meanwhile, in_turn

Alpha = NDArray[np.float32]

SHARES = 0.0, 0.1, 0.2, 0.3
"""Of the frame that the person covers: nobody, from far away to less far, and close."""
EQUAL, NEAR = 0.5, 0.3
"""The larger size's weight where nobody is, and where somebody is close, who gets holes in it."""


class MeanSegmenter:
    """The mean of what a network says of a frame and of its mirror image, at two sizes.

    How much of the frame the person covers decides how much each size counts: docs/decisions/0040, "Two sizes".

    Attributes:
        name: the engine's.
        size: (height, width) of the larger input.
    """

    def __init__(
        self, small: Segmenter, large: Segmenter, far: float = EQUAL, meanwhile: Meanwhile = in_turn
    ) -> None:
        """small, large: for frames of the same aspect. far: the larger one's weight, 0..1, for people far away.

        meanwhile: begins with the smaller one before the larger one.
        """
        self._small, self._large, self._meanwhile = small, large, meanwhile
        self._weights = EQUAL, far, far, NEAR
        self.size, self.name = large.size, large.name

    def alpha(self, image: NDArray[np.uint8]) -> Alpha:
        """See sinet_core.inference.segmenter.Segmenter."""
        mirrored = np.asarray(cv2.flip(image, 1), np.uint8)
        waiting = self._meanwhile(partial(_both_ways, self._small, image, mirrored))
        large, small = _both_ways(self._large, image, mirrored), waiting()
        weight = float(np.interp(np.mean(small > 0.5), SHARES, self._weights))
        enlarged = cv2.resize(small, self.size[::-1], interpolation=cv2.INTER_LINEAR)
        return np.asarray(cv2.addWeighted(large, weight, enlarged, 1 - weight, 0), np.float32)


def _both_ways(network: Segmenter, image: NDArray[np.uint8], mirrored: NDArray[np.uint8]) -> Alpha:
    alpha, other = network.alpha(image), cv2.flip(network.alpha(mirrored), 1)
    return np.asarray(cv2.addWeighted(alpha, 0.5, other, 0.5, 0), np.float32)
