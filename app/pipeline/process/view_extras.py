"""Adds to a composite for the preview what the view asks for; a part of the process thread."""
from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from app.pipeline.frame import Frame, Image
from app.pipeline.process.matted_frame import mirrored_image
from app.pipeline.process.view import PreviewFrame, RawPicture, View
from sinet_core.inference.explain import Explainable, Margin, Xray, xray_picture
from sinet_core.inference.segmenter import Alpha, Segmenter

XRAY_PX = 384  # the long side of the maps' pictures; the network itself answers with 56 px


class ExplainingSegmenter:
    """A segmenter that keeps what stood behind its last alpha.

    Attributes:
        of: the segmenter that is asked.
        margin: of the last inference; None before it, and when it failed.
        last: its alpha, likewise.
    """

    def __init__(self, of: Segmenter, explainable: Explainable) -> None:
        """Both are the same object."""
        self.of = of
        self.name, self.size = of.name, of.size
        self.margin: Margin | None = None
        self.last: Alpha | None = None
        self._explainable = explainable

    def alpha(self, image: Image) -> Alpha:
        self.last = self.margin = None
        self.last, self.margin = self._explainable.explain(image)
        return self.last


class ViewExtras:
    """Holds the last maps while the X-ray is looked at, and nothing otherwise."""

    def __init__(self, view: Callable[[], View]) -> None:
        self._view = view
        self._explaining: ExplainingSegmenter | None = None

    def segmenter(self, segmenter: Segmenter) -> Segmenter:
        """The one to ask: segmenter itself, or one that keeps its maps while they are looked at."""
        if not (self._view().xray and isinstance(segmenter, Explainable)):
            self._explaining = None
            return segmenter
        if self._explaining is None or self._explaining.of is not segmenter:
            self._explaining = ExplainingSegmenter(segmenter, segmenter)
        return self._explaining

    def shown(self, composite: Frame, raw: Image, *, mirrored: bool) -> Frame:
        """composite, with the raw picture and the maps that belong to it if they are wanted now.

        Args:
            composite: as the preview shows it.
            raw: HxWx3 uint8 BGR of the frame it was made from, as the camera sees it.
            mirrored: whether the preview is.
        """
        view = self._view()
        xray = self._xray(composite.size, mirrored=mirrored) if view.xray else None
        if not view.room and xray is None:
            return composite
        room = _room(mirrored_image(raw) if mirrored else raw) if view.room else None
        return PreviewFrame(composite.image, composite.time, composite.index, room, xray)

    def _xray(self, size: tuple[int, int], *, mirrored: bool) -> Xray | None:
        explained = self._explaining
        if explained is None or explained.margin is None or explained.last is None:
            return None
        scale = XRAY_PX / max(size)
        margin, alpha = (
            np.asarray(cv2.flip(field, 1), np.float32) if mirrored else field
            for field in (explained.margin, explained.last)
        )
        return xray_picture(margin, (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))), alpha)


def _room(image: Image) -> RawPicture:
    """Without a copy; read-only, whatever a driver says of its array."""
    pixels = np.ascontiguousarray(image).view()
    pixels.flags.writeable = False
    return RawPicture(pixels)
