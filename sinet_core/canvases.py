"""Composites painted over earlier ones: where nobody was and nobody is, the background is there already."""
from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import Image

MOST = 3  # one is looked at, one may wait for it, one is painted


class Canvas:
    """A picture, and what is known of what it shows.

    Attributes:
        picture: HxWx3 uint8 BGR. Read-only: only a kernel paints on it.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.picture: Image = np.empty(shape, np.uint8)
        self.picture.flags.writeable = False
        self._kinds: NDArray[np.uint8] | None = None
        self._background: Image | None = None
        self._alone = sys.getrefcount(self.picture)

    def free(self) -> bool:
        """Whether nobody else holds the picture, or a view of it."""
        return sys.getrefcount(self.picture) <= self._alone

    def take_shown(self, background: Image | None) -> NDArray[np.uint8] | None:
        """What the cells show, if that is before this very background; forgotten then, until painted is called.

        A background that may still be written is another one each time.
        """
        shown, behind = self._kinds, self._background
        self._kinds = self._background = None
        known = behind is not None and behind is background and not behind.flags.writeable
        return shown if known else None

    def painted(self, kinds: NDArray[np.uint8], background: Image) -> None:
        """Remembers what the cells show now: kinds, as a kernel tells them, before a background; both are kept."""
        self._kinds, self._background = kinds, background


class Canvases:
    """Canvases that are painted again when nobody looks at them any more. For one thread."""

    def __init__(self, most: int = MOST) -> None:
        """most: that are kept; while all of them are looked at, others are made and not kept."""
        self._most = most
        self._kept: list[Canvas] = []

    def take(self, shape: tuple[int, ...]) -> Canvas:
        """One to paint on, of that shape."""
        self._kept = [canvas for canvas in self._kept if canvas.picture.shape == shape]
        for canvas in self._kept:
            if canvas.free():
                return canvas
        made = Canvas(shape)
        if len(self._kept) < self._most:
            self._kept.append(made)
        return made
