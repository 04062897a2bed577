"""Still backgrounds, and the blurred room."""
from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.pipeline.background.background import plain_dark
from app.pipeline.frame import Alpha, Image
from sinet_core.compositing.blur import blur_room
from sinet_core.pyramid import Sizes

CHECKER_PX = 16
CHECKER_LIGHT, CHECKER_DARK = 102, 77  # greys against which both fair and dark hair stand out


class StillBackground:
    """A still picture, drawn once per frame size."""

    def __init__(self, draw: Callable[[tuple[int, int]], Image]) -> None:
        """draw((width, height)) makes HxWx3 uint8 BGR."""
        self._draw = draw
        self._drawn: Image | None = None

    def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:  # noqa: ARG002
        """Read-only; see Background."""
        if self._drawn is None or self._drawn.shape[:2] != image.shape[:2]:
            self._drawn = self._draw((image.shape[1], image.shape[0]))
            self._drawn.flags.writeable = False
        return self._drawn

    def close(self) -> None:
        """Nothing to close."""


class BlurBackground:
    """The room itself, blurred."""

    def __init__(self, strength: int) -> None:
        """strength 0..100."""
        self._strength = strength
        self._kept: tuple[Alpha, Image] | None = None

    def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:  # noqa: ARG002
        """Read-only. Plain dark without an alpha, since room and person blurred together would still show the room.

        While nothing moves, the alpha is the same array object, and the result is reused.
        """
        if alpha is None:
            return plain_dark((image.shape[1], image.shape[0]))
        if self._kept is not None and self._kept[0] is alpha:
            return self._kept[1]
        drawn = blur_room(image, alpha, self._strength, sizes)
        drawn.flags.writeable = False
        self._kept = alpha, drawn
        return drawn

    def close(self) -> None:
        """Nothing to close."""


def checkerboard(size: tuple[int, int]) -> Image:
    """HxWx3 uint8 BGR of size (width, height), as editors show transparency."""
    row, column = np.indices((size[1], size[0])) // CHECKER_PX
    grey = np.where((row + column) % 2, CHECKER_LIGHT, CHECKER_DARK).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)
