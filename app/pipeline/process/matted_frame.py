"""A frame with its alpha, and what can be reused while nothing moves."""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np

from app.pipeline.frame import Alpha, Frame, Image
from app.pipeline.process.mirroring import mirrored_image
from app.settings import ZoneSettings
from app.zone_masks import mask_of, ready_zones
from sinet_core.compositing.still import plan_still
from sinet_core.kernels.interface import CompositePlan
from sinet_core.matting.zones import apply_zones
from sinet_core.pyramid import Sizes


class HeldAlpha:
    """An alpha that is valid for several frames, and values derived from it on first use."""

    def __init__(self, image: Image, alpha: Alpha, sizes: Sizes | None = None) -> None:
        """image: HxWx3 uint8 BGR of the frame that the alpha (HxW, float32 0..1 or uint8 0..255) was computed from.

        sizes: of that image, if already known.
        """
        self.alpha = alpha
        self._image = image
        self._sizes = sizes
        self._zoned: tuple[str, HeldAlpha] | None = None

    @cached_property
    def plan(self) -> CompositePlan:
        return plan_still(self._image, self.alpha, self._sizes)

    @cached_property
    def mirrored(self) -> HeldAlpha:
        """Mirrored left to right; always the same object, and so is its alpha."""
        return HeldAlpha(mirrored_image(self._image), _flipped_alpha(self.alpha))

    def zoned(self, mask: str) -> HeldAlpha:
        """With the zones from app.zone_masks applied; the same object while the zones are the same."""
        if self._zoned is None or self._zoned[0] != mask:
            self._zoned = mask, HeldAlpha(self._image, _zoned(self.alpha, mask), self._sizes)
        return self._zoned[1]


@dataclass(frozen=True, eq=False)
class MattedFrame:
    """A frame with its alpha: computed from it, or from one to which nothing has moved since.

    Attributes:
        frame: the raw frame. Must never be shown.
        alpha: HxW float32 0..1 or uint8 0..255, at frame size.
        held: what is reused with that alpha while nothing moves, else None.
        sizes: of the frame, if already known.
    """

    frame: Frame
    alpha: Alpha
    held: HeldAlpha | None = None
    sizes: Sizes | None = None

    def zoned(self, zones: ZoneSettings, source_id: str) -> MattedFrame:
        """With the zones that the user painted for that source."""
        mask = mask_of(zones, source_id)
        if not mask:
            return self
        if self.held is not None:
            held = self.held.zoned(mask)
            return MattedFrame(self.frame, held.alpha, held, self.sizes)
        return MattedFrame(self.frame, _zoned(self.alpha, mask), sizes=self.sizes)

    def mirrored(self) -> MattedFrame:
        """Mirrored left to right, except for the background, which is rendered afterwards."""
        frame = mirrored_frame(self.frame)
        if self.held is not None:
            return MattedFrame(frame, self.held.mirrored.alpha, self.held.mirrored)
        return MattedFrame(frame, _flipped_alpha(self.alpha))


def mirrored_frame(frame: Frame) -> Frame:
    """Mirrored left to right."""
    opacity = None if frame.opacity is None else np.asarray(cv2.flip(frame.opacity, 1), np.uint8)
    return replace(frame.with_image(mirrored_image(frame.image)), opacity=opacity)


def _flipped_alpha(alpha: Alpha) -> Alpha:
    flipped: Alpha = cv2.flip(alpha, 1)  # type: ignore[assignment]
    return flipped


def _zoned(alpha: Alpha, mask: str) -> Alpha:
    return apply_zones(alpha, ready_zones(mask, (alpha.shape[1], alpha.shape[0])))
