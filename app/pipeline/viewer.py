"""Adds to a composite for the preview what the view asks for; a part of the process thread."""
from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import cv2
import numpy as np

from app.pipeline.frame import Frame, Image
from app.pipeline.latest import LatestSlot
from app.pipeline.stages import Alpha, Matted
from app.pipeline.view import Room, Shown, View
from sinet_core.segmenter import Segmenter
from sinet_core.xray import Explainable, Explainer, Lean, Xray, xray_picture

XRAY_PX = 384  # the long side of the maps' pictures; the network itself answers with 56 px
JOIN_S = 2.0

logger = logging.getLogger(__name__)


class Explained:
    """A segmenter that keeps what stood behind its last alpha.

    Attributes:
        of: the segmenter that this one stands in for.
        lean: of the last inference; None before it.
    """

    def __init__(self, of: Segmenter, explainer: Explainer) -> None:
        self.of = of
        self.name, self.size = of.name, of.size
        self.lean: Lean | None = None
        self._explainer = explainer

    def alpha(self, image: Image) -> Alpha:
        self.lean = None
        alpha, self.lean = self._explainer.explain(image)
        return alpha


class Viewer:
    """Holds the explainer while the X-ray is looked at, and nothing otherwise."""

    def __init__(self, view: Callable[[], View]) -> None:
        self._view = view
        self._of: Segmenter | None = None
        self._ready: LatestSlot[Explained] = LatestSlot()
        self._explained: Explained | None = None
        self._thread: threading.Thread | None = None

    def segmenter(self, segmenter: Segmenter) -> Segmenter:
        """The one to ask: segmenter itself, or its explained twin once that is compiled."""
        if not self._view().xray:
            self._of = self._explained = None
            return segmenter
        if self._of is not segmenter:
            self._of, self._explained, self._ready = segmenter, None, LatestSlot()
            self._compile(segmenter, self._ready)
        self._explained = self._explained or self._ready.take()
        return self._explained or segmenter

    def shown(self, composite: Frame, matted: Matted, *, mirrored: bool) -> Frame:
        """composite, with the raw picture and the maps that belong to it if they are wanted now.

        Args:
            composite: what is shown and kept.
            matted: what it was made from, mirrored or not as it is.
            mirrored: whether it is.
        """
        view = self._view()
        xray = self._xray(composite.size, mirrored=mirrored) if view.xray else None
        if not view.room and xray is None:
            return composite
        room = _room(matted.frame.image) if view.room else None
        return Shown(composite.image, composite.time, composite.index, room, xray)

    def close(self) -> None:
        """Waits for a compilation that is under way."""
        if self._thread is not None:
            self._thread.join(JOIN_S)

    def _xray(self, size: tuple[int, int], *, mirrored: bool) -> Xray | None:
        lean = self._explained.lean if self._explained is not None else None
        if lean is None:
            return None
        scale = XRAY_PX / max(size)
        turned = np.asarray(cv2.flip(lean, 1), np.float32) if mirrored else lean
        return xray_picture(turned, (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))))

    def _compile(self, segmenter: Segmenter, ready: LatestSlot[Explained]) -> None:
        """In a thread of its own: it takes longer than a frame may, and a recording must not notice."""
        if isinstance(segmenter, Explainable):
            work = (segmenter, segmenter, ready)
            self._thread = threading.Thread(target=_compile, args=work, name="xray-compiler", daemon=True)
            self._thread.start()


def _room(image: Image) -> Room:
    """Without a copy; read-only, whatever a driver says of its array."""
    pixels = np.ascontiguousarray(image).view()
    pixels.flags.writeable = False
    return Room(pixels)


def _compile(segmenter: Segmenter, explainable: Explainable, ready: LatestSlot[Explained]) -> None:
    try:
        explainer = explainable.explainer()
    except Exception:  # the outermost frame of the thread: there is no X-ray then, and all else goes on
        logger.exception("the X-ray could not be compiled")
        return
    if explainer is not None:
        ready.put(Explained(segmenter, explainer))
