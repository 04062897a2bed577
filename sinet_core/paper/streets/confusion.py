"""mIoU over any number of classes."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinet_core.paper.streets.labels import IGNORE, Labels

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ClassConfusion:
    """Pixel counts by true class (row) and predicted class (column). Frozen: add returns a new one."""

    counts: Counts

    @classmethod
    def of(cls, classes: int) -> ClassConfusion:
        """A confusion with no counts."""
        return cls(np.zeros((classes, classes), np.int64))

    def add(self, said: Labels, truth: Labels) -> ClassConfusion:
        """These counts plus those of one more picture. said, truth: HxW uint8; ignores pixels whose truth is IGNORE.

        Raises:
            ValueError: the sizes differ, or a label exceeds the classes.
        """
        if said.shape != truth.shape:
            raise ValueError(f"said and truth must have the same size, got {said.shape} and {truth.shape}")
        classes = len(self.counts)
        seen = truth != IGNORE
        pairs = truth[seen].astype(np.int64) * classes + said[seen]
        if pairs.size and (truth[seen].max() >= classes or said[seen].max() >= classes):
            raise ValueError(f"labels must be below {classes}")
        return ClassConfusion(self.counts + np.bincount(pairs, minlength=classes**2).reshape(classes, classes))

    @property
    def ious(self) -> NDArray[np.float64]:
        """IoU of each class, 0..1; NaN for one neither present nor predicted."""
        hits = np.diag(self.counts).astype(np.float64)
        all_of_it = self.counts.sum(0) + self.counts.sum(1) - hits
        return np.asarray(np.divide(hits, all_of_it, out=np.full(len(hits), np.nan), where=all_of_it > 0))

    @property
    def miou(self) -> float:
        """Mean over the classes that occur, 0..1; 0 if none does."""
        ious = self.ious
        return float(np.nanmean(ious)) if not np.isnan(ious).all() else 0.0
