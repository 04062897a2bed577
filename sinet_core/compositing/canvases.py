"""Composites painted over earlier ones: where nobody was and nobody is, the background is there already."""
from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from sinet_core.arrays import Image
from sinet_core.kernels.interface import Cells, Target

MOST = 3  # one is looked at, one may wait for it, one is painted


class Canvas:
    """A picture, and what is known of what it shows.

    Attributes:
        picture: HxWx3 uint8 BGR, read-only: only a kernel paints on it.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._pixels: Image = np.empty(shape, np.uint8)
        self.picture: Image = self._pixels.view()
        self.picture.flags.writeable = False
        self._shown: Cells | None = None
        self._background: Image | None = None
        self._alone = self._holders()

    def free(self) -> bool:
        """Whether nobody else holds the picture, or a view of it."""
        return self._holders() <= self._alone

    def to_paint(self, background: Image) -> Target:
        """Where to paint, and what is there already before this very background; forgotten until painted is called.

        A background that may still be written is another one each time.
        """
        shown, behind = self._shown, self._background
        self._shown = self._background = None
        known = behind is not None and behind is background and not behind.flags.writeable
        return Target(self._pixels, shown if known else None)

    def painted(self, shown: Cells | None, background: Image) -> None:
        """Remembers what a kernel says that it shows now, in front of a background; both are kept."""
        self._shown, self._background = shown, background

    def _holders(self) -> int:
        # A view of the picture holds the pixels themselves.
        return sys.getrefcount(self.picture) + sys.getrefcount(self._pixels)


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


def painted(
    background: Image, canvases: Canvases | None, paint: Callable[[Target], Cells | None]
) -> Image:
    """What paint paints in front of a background: on a canvas, read-only, or without canvases a new array.

    Args:
        background: HxWx3 uint8 BGR.
        canvases: of earlier composites.
        paint: writes a composite, and says what it shows.
    """
    if canvases is None:
        target = Target(np.empty(background.shape, np.uint8))
        paint(target)
        return target.out
    canvas = canvases.take(background.shape)
    canvas.painted(paint(canvas.to_paint(background)), background)
    return canvas.picture
