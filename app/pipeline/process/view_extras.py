"""Adds what the view asks for to a preview's composite; part of the process thread."""
from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from app.pipeline.frame import Frame, Image
from app.pipeline.process.mirroring import mirrored_image
from app.pipeline.process.view import PreviewFrame, RawPicture, View
from sinet_core.inference.explain import Explainable, Margin, Xray, xray_picture
from sinet_core.inference.segmenter import Alpha, Segmenter

XRAY_PX = 384  # long side of the maps' images; the network's own maps have 56 px


class ExplainingSegmenter:
    """A segmenter that keeps the explanation of its last alpha.

    Attributes:
        of: the wrapped segmenter.
        margin: of the last inference; None before the first, and after a failure.
        last: its alpha, likewise.
    """

    def __init__(self, of: Segmenter, explainable: Explainable) -> None:
        """Whether both are the same object."""
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
    """Holds the last maps while the X-ray is visible, and nothing otherwise."""

    def __init__(self, view: Callable[[], View]) -> None:
        self._view = view
        self._explaining: ExplainingSegmenter | None = None

    def segmenter(self, segmenter: Segmenter) -> Segmenter:
        """The segmenter itself, or a wrapper that keeps its maps while they are visible."""
        if not (self._view().xray and isinstance(segmenter, Explainable)):
            self._explaining = None
            return segmenter
        if self._explaining is None or self._explaining.of is not segmenter:
            self._explaining = ExplainingSegmenter(segmenter, segmenter)
        return self._explaining

    def shown(self, composite: Frame, raw: Image, *, mirrored: bool) -> Frame:
        """The composite, with its raw picture and maps if they are requested.

        Args:
            composite: as shown in the preview.
            raw: HxWx3 uint8 BGR of the frame behind it, as the camera sees it.
            mirrored: whether the preview is mirrored.
        """
        view = self._view()
        xray = self._xray(composite.size, mirrored=mirrored) if view.xray else None
        if not view.room and xray is None:
            return composite
        room = _room(mirrored_image(raw) if mirrored else raw) if view.room else None
        return PreviewFrame(composite.image, composite.time, composite.index, room=room, xray=xray)

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
    """A read-only view without a copy, whatever flags a driver sets on its array."""
    pixels = np.ascontiguousarray(image).view()
    pixels.flags.writeable = False
    return RawPicture(pixels)
