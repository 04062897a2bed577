"""A painting of keep and drop zones with its undo history: arrays only, no Qt."""
from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.matting.zones import DROP, KEEP, NONE, Labels

LONG_SIDE = 320
MAX_STEPS = 60  # 58 kB each

Spot = tuple[float, float]
"""(x, y), 0..1 of the unmirrored frame's width and height."""


class ZoneSketch:
    """Attributes:
    labels: hxw uint8 of NONE, KEEP, DROP; the frame, unmirrored, at most LONG_SIDE long. Read-only.
    """

    def __init__(self, frame_size: tuple[int, int], labels: Labels | None = None) -> None:
        """frame_size: (width, height) px; labels: an earlier painting, at any size."""
        scale = LONG_SIDE / max(frame_size)
        size = max(1, round(frame_size[0] * scale)), max(1, round(frame_size[1] * scale))
        blank = np.zeros(size[::-1], np.uint8)
        before = blank if labels is None else cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST)
        self.labels: Labels = np.asarray(before, np.uint8)
        self._past: list[Labels] = []
        self._future: list[Labels] = []

    def begin(self) -> None:
        """Begins a step for undo."""
        self._past = [*self._past[1 - MAX_STEPS :], self.labels]
        self._future = []
        self.labels = self.labels.copy()

    def stroke(self, start: Spot, end: Spot, radius: float, label: int) -> None:
        """A round brush drawn from one spot to another. radius: 0..1 of the frame's width."""
        height, width = self.labels.shape
        pixels = np.array([width, height], np.float32)
        near, far = np.array(start, np.float32) * pixels, np.array(end, np.float32) * pixels
        reach = max(0.6, radius * width)
        low = np.clip(np.floor(np.minimum(near, far) - reach), 0, pixels).astype(int)
        high = np.clip(np.ceil(np.maximum(near, far) + reach), 0, pixels).astype(int)
        part = self.labels[low[1] : high[1], low[0] : high[0]]
        part[_distance(part.shape, near - low, far - low) <= reach] = label

    def clear(self) -> None:
        """Clears the painting; can be undone."""
        self.begin()
        self.labels[:] = NONE

    def undo(self) -> None:
        if self._past:
            self._future.append(self.labels)
            self.labels = self._past.pop()

    def redo(self) -> None:
        if self._future:
            self._past.append(self.labels)
            self.labels = self._future.pop()

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    @property
    def empty(self) -> bool:
        return not self.labels.any()


def _distance(shape: tuple[int, ...], near: NDArray[np.float32], far: NDArray[np.float32]) -> NDArray[np.float32]:
    """Distance of every pixel's centre to the segment between two points (x, y), px."""
    column = np.arange(shape[1], dtype=np.float32)[None] + np.float32(0.5)
    row = np.arange(shape[0], dtype=np.float32)[:, None] + np.float32(0.5)
    way = far - near
    length = float(way @ way)
    x, y = column - near[0], row - near[1]
    along = np.clip((x * way[0] + y * way[1]) / length, 0, 1) if length else np.float32(0)
    return np.asarray(np.hypot(x - along * way[0], y - along * way[1]), np.float32)


def shares_of(labels: Labels | None) -> tuple[float, float]:
    """0..1: how much of the picture is kept, and how much dropped."""
    if labels is None:
        return 0.0, 0.0
    return float((labels == KEEP).mean()), float((labels == DROP).mean())
