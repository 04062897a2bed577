"""Two looks at a frame, for machines with room: as it is, and mirrored, in one mean."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from sinet_core.arrays import Alpha, Image
from sinet_core.inference.explain import Explainable, Explained
from sinet_core.inference.looks import Network, Size
from sinet_core.inference.preprocess import resize_for_network
from sinet_core.inference.segmenter import Segmenter

Meanwhile = Callable[[Callable[[], Alpha]], Callable[[], Alpha]]
"""Begins a look, and returns what waits for its alpha."""


def in_turn(look: Callable[[], Alpha]) -> Callable[[], Alpha]:
    """Begins nothing: one look after the other."""
    return look


class TwoLooks:
    """The mean of what a network says of a frame, and of its mirror image, often at a smaller size.

    A small network errs here and there; it rarely errs twice at the same place (docs/decisions/0044).

    Attributes:
        name: the engine's.
        size: (height, width) of the first look's input, and of the alpha.
        second_size: (height, width) of the second look's input.
        network: what both looks run.
    """

    def __init__(
        self, first: Segmenter, second: Segmenter, meanwhile: Meanwhile = in_turn, network: Network = "sinet"
    ) -> None:
        """first, second: for frames of the same aspect; the second one sees the mirror image.

        Args:
            meanwhile: begins the second look before the first one.
            network: what both run.
        """
        self.network: Network = network
        self._first, self._second, self._meanwhile = first, second, meanwhile
        self.size, self.second_size, self.name = first.size, second.size, first.name

    def alpha(self, image: Image) -> Alpha:
        """See sinet_core.inference.segmenter.Segmenter."""
        second = self._second_look(image)
        return self._mean(self._first.alpha(image), second())

    def explain(self, image: Image) -> Explained:
        """See sinet_core.inference.explain.Explainable. The margin is the first look's."""
        if not isinstance(self._first, Explainable):
            return Explained(self.alpha(image), None)
        second = self._second_look(image)
        alpha, margin = self._first.explain(image)
        return Explained(self._mean(alpha, second()), margin)

    def _second_look(self, image: Image) -> Callable[[], Alpha]:
        """What waits for the second look's alpha, of second_size."""
        return self._meanwhile(partial(_of_the_mirror_image, self._second, image))

    def _mean(self, alpha: Alpha, other: Alpha) -> Alpha:
        enlarged = cv2.resize(other, self.size[::-1], interpolation=cv2.INTER_LINEAR)
        return np.asarray(cv2.addWeighted(alpha, 0.5, enlarged, 0.5, 0), np.float32)


def _of_the_mirror_image(segmenter: Segmenter, image: Image) -> Alpha:
    mirrored = cv2.flip(resize_for_network(image, segmenter.size), 1)
    return np.asarray(cv2.flip(segmenter.alpha(np.asarray(mirrored, np.uint8)), 1), np.float32)


def sizes_seen(segmenter: Segmenter) -> list[Size]:
    """(height, width) of each look's input."""
    return [segmenter.size, *([segmenter.second_size] if isinstance(segmenter, TwoLooks) else [])]
