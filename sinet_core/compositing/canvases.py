"""Composites painted over earlier ones: where nobody was and nobody is, the background is already there."""
from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from sinet_core.arrays import Image
from sinet_core.kernels.interface import Cells, Target

MOST = 3  # one shown, one waiting to be shown, one being painted


class Canvas:
    """An image, and a record of what it shows.

    Attributes:
        picture: HxWx3 uint8 BGR, read-only; only a kernel paints on it.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._pixels: Image = np.empty(shape, np.uint8)
        self.picture: Image = self._pixels.view()
        self.picture.flags.writeable = False
        self._shown: Cells | None = None
        self._background: Image | None = None
        self._alone = self._holders()

    def free(self) -> bool:
        """Whether nobody else holds the image, or a view of it."""
        return self._holders() <= self._alone

    def to_paint(self, background: Image) -> Target:
        """Where to paint, and which cells already show this very background; forgotten until painted is called.

        A background that is still writable counts as a new one each time.
        """
        shown, behind = self._shown, self._background
        self._shown = self._background = None
        known = behind is not None and behind is background and not behind.flags.writeable
        return Target(self._pixels, shown if known else None)

    def painted(self, shown: Cells | None, background: Image) -> None:
        """Remembers what the canvas shows now according to a kernel, and before which background."""
        self._shown, self._background = shown, background

    def _holders(self) -> int:
        # A view of the image keeps the pixels alive by itself.
        return sys.getrefcount(self.picture) + sys.getrefcount(self._pixels)


class Canvases:
    """Canvases to paint over once nobody uses them any more. For one thread."""

    def __init__(self, most: int = MOST) -> None:
        """most: how many to keep; while all of them are in use, further ones are made and not kept."""
        self._most = most
        self._kept: list[Canvas] = []

    def take(self, shape: tuple[int, ...]) -> Canvas:
        """A canvas of that shape to paint on."""
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
    """Calls paint on a read-only canvas, or without canvases on a new array, and returns the composite.

    Args:
        background: HxWx3 uint8 BGR.
        canvases: of earlier composites.
        paint: writes a composite, and returns what it shows.
    """
    if canvases is None:
        target = Target(np.empty(background.shape, np.uint8))
        paint(target)
        return target.out
    canvas = canvases.take(background.shape)
    canvas.painted(paint(canvas.to_paint(background)), background)
    return canvas.picture
