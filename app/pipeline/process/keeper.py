"""Puts together what a take keeps besides composites; a part of the process thread. Idle unless the user asked."""
from __future__ import annotations

import cv2

from app.pipeline.frame import Captured, Image
from app.pipeline.process.stages import check_network_alpha
from app.pipeline.takes.kept_frame import KeptFrame, Verdict
from app.pipeline.takes.take_settings import TakeSettings, take_settings
from app.settings import BackgroundSettings, Settings
from sinet_core.arrays import Alpha, Alpha8, FrameSize, alpha_bytes
from sinet_core.inference.segmenter import Segmenter
from sinet_core.matting.matte import PARTS


class RoundingSegmenter:
    """A segmenter whose alpha is one that can be kept: in steps of 1/255.

    Attributes:
        of: the segmenter that is asked.
        last: its alpha x 255; None until it is asked.
    """

    def __init__(self, of: Segmenter) -> None:
        self.of = of
        self.name, self.size = of.name, of.size
        self.last: Alpha8 | None = None

    def alpha(self, image: Image) -> Alpha:
        self.last = None
        found = self.of.alpha(image)
        check_network_alpha(found)  # rounded, nonsense would look like an alpha
        self.last = alpha_bytes(found)
        return from_bytes(self.last)


class Keeper:
    """Attributes:
    on: the take that is running keeps the camera's picture.
    """

    def __init__(self) -> None:
        self.on = False
        self._asked: RoundingSegmenter | None = None
        self._newest: Alpha8 | None = None

    def follow(self, keeps: bool) -> bool:
        """Whether a take that keeps the picture is running; True when it begins with this frame, so that the past must
        be forgotten: the take does not have it."""
        begins = keeps and not self.on
        self.on = keeps
        return begins

    def segmenter(self, segmenter: Segmenter) -> Segmenter:
        """The one to ask: segmenter itself, or while a take keeps it, one whose alpha can be kept."""
        self._asked = RoundingSegmenter(segmenter) if self.on else None
        return self._asked or segmenter

    def kept(
        self, captured: Captured, settings: Settings, behind: BackgroundSettings, *, moved: bool, fresh: bool
    ) -> KeptFrame | None:
        """What to keep of a frame that was just composed; None unless a take wants it.

        Args:
            captured: the frame.
            settings: that the composite was made with, but for the background: behind.
            moved: something did. fresh: nothing was known of the frames before.
        """
        if not self.on or self._asked is None:
            return None
        frame, found = captured.frame, self._asked.last
        verdict: Verdict = "still" if found is None else "moved" if moved else "due"
        self._newest = self._newest if found is None else found
        shaped = _shaped(settings, captured.source_id, behind)
        return KeptFrame(frame.image, frame.size, frame.time, self._newest, verdict, fresh, shaped)

    def alone(
        self, size: tuple[int, int], time: float, settings: Settings, behind: BackgroundSettings
    ) -> KeptFrame | None:
        """What to keep of a moment at which the background stood alone: nothing of the room."""
        if not self.on:
            return None
        shaped = _shaped(settings, "", behind)
        return KeptFrame(None, FrameSize(*size), time, None, "alone", False, shaped)


def from_bytes(alpha8: Alpha8) -> Alpha:
    """The alpha, float32 0..1, that is kept as alpha8."""
    return cv2.LUT(alpha8, PARTS)  # type: ignore[return-value]


def _shaped(settings: Settings, source_id: str, behind: BackgroundSettings) -> TakeSettings:
    kept = take_settings(settings, source_id)
    return TakeSettings(behind, kept.matte, kept.mirrored, kept.zones)
