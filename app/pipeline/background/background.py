"""The background protocol, plain dark, and a background shown alone."""
from __future__ import annotations

from typing import Protocol

import numpy as np

from app.pipeline.frame import Alpha, Image
from app.settings import BackgroundSettings
from sinet_core.pyramid import Sizes

PLAIN_DARK_BGR = (32, 28, 26)
PLAIN_DARK = BackgroundSettings("color", "#1a1c20")  # the same, as a setting


class Background(Protocol):
    """What stands behind the person."""

    def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
        """HxWx3 uint8 BGR of image's size.

        Args:
            image: the frame, HxWx3 uint8 BGR.
            alpha: HxW uint8 of this frame, x 255; None if there is none; nothing of image may then be used. The
                same array object as before means that nothing has moved since.
            time: seconds, for moving backgrounds.
            sizes: of image, if already known; the same restriction applies as for image.
        """
        ...

    def close(self) -> None: ...


class PlainDark:
    """Takes the place of a background that is not loaded yet, or cannot be."""

    def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:  # noqa: ARG002 - a Background's
        return plain_dark((image.shape[1], image.shape[0]))

    def close(self) -> None:
        """Nothing to close."""


def background_only(size: tuple[int, int], time: float, background: Background) -> Image:
    """The background alone, for frames without an alpha. It never receives the room, so it cannot show it.

    Args:
        size: (width, height) px of the result.
        time: seconds.
        background: receives plain dark in place of a frame.

    Raises:
        Any exception of the background.
    """
    dark = plain_dark(size)
    drawn = background.render(dark, None, time)
    # A copy, since the background may go on drawing into its own array; a published one is read-only.
    return drawn.copy() if drawn.shape == dark.shape and drawn.dtype == np.uint8 else dark


def plain_dark(size: tuple[int, int]) -> Image:
    """HxWx3 uint8 of one dark colour; size is (width, height) px."""
    return np.full((size[1], size[0], 3), PLAIN_DARK_BGR, np.uint8)
