"""Heavier networks, alone or combined, that label raw pictures (section 3.4, case 2)."""
from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.inference.segmenter import Alpha, Segmenter


class Ensemble:
    """The weighted mean of several segmenters, and how far they agree."""

    def __init__(
        self,
        members: Sequence[Segmenter],
        size: tuple[int, int] = (320, 320),
        *,
        weights: Sequence[float] | None = None,
    ) -> None:
        """Args:
            size: (height, width) to which the members' alphas are resized, px.
            weights: of the members in the mean, above 0; None weights all equally.

        Raises:
            ValueError: members is empty, or weights is not one positive number a member.
        """
        if not members:
            raise ValueError("an ensemble needs at least one member, got none")
        weights = [1.0] * len(members) if weights is None else list(weights)
        if len(weights) != len(members) or min(weights) <= 0:
            raise ValueError(f"an ensemble of {len(members)} needs as many positive weights, got {weights}")
        self._members = tuple(members)
        self._size = size
        self._weights = weights

    def label(self, image: NDArray[np.uint8]) -> tuple[Alpha, float]:
        """HxWx3 uint8 BGR -> (mean alpha at the ensemble's size, agreement 0..1)."""
        height, width = self._size
        alphas = [
            np.asarray(cv2.resize(member.alpha(image), (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
            for member in self._members
        ]
        return np.average(alphas, axis=0, weights=self._weights).astype(np.float32), agreement(alphas)


def agreement(alphas: Sequence[Alpha]) -> float:
    """Soft intersection over union of all alphas: 1 if all agree, even if all see nobody."""
    stack = np.stack(alphas)
    union = float(stack.max(0).sum())
    if union < 0.005 * stack[0].size:
        return 1.0
    return float(stack.min(0).sum()) / union
