"""Collects what a take keeps so that it can be changed later; part of the process thread. Idle unless the user asked
for it."""
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
    """A segmenter whose alpha can be kept exactly, since it has steps of 1/255.

    Attributes:
        of: the wrapped segmenter.
        last: its latest alpha x 255; None before the first.
    """

    def __init__(self, of: Segmenter) -> None:
        self.of = of
        self.name, self.size = of.name, of.size
        self.last: Alpha8 | None = None

    def alpha(self, image: Image) -> Alpha:
        self.last = None
        found = self.of.alpha(image)
        check_network_alpha(found)  # rounding would turn nonsense into a valid alpha
        self.last = alpha_bytes(found)
        return from_bytes(self.last)


class Keeper:
    """Attributes:
    on: whether the running take keeps the camera's picture.
    """

    def __init__(self) -> None:
        self.on = False
        self._asked: RoundingSegmenter | None = None
        self._newest: Alpha8 | None = None

    def follow(self, keeps: bool) -> bool:
        """Notes whether such a take is running. Returns True if it starts with this frame; earlier frames must then
        be forgotten, since the take does not contain them."""
        begins = keeps and not self.on
        self.on = keeps
        return begins

    def segmenter(self, segmenter: Segmenter) -> Segmenter:
        """The segmenter itself, or, while a take keeps the alpha, a wrapper whose alpha can be kept."""
        self._asked = RoundingSegmenter(segmenter) if self.on else None
        return self._asked or segmenter

    def kept(
        self, captured: Captured, settings: Settings, behind: BackgroundSettings, *, moved: bool, fresh: bool
    ) -> KeptFrame | None:
        """What to keep of a frame that was just composited; None if no take needs it.

        Args:
            captured: the frame.
            settings: used for the composite, except for the background: behind.
            moved: whether anything moved. fresh: whether no earlier frame was remembered.
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
        """What to keep of a moment without a person: nothing of the room."""
        if not self.on:
            return None
        shaped = _shaped(settings, "", behind)
        return KeptFrame(None, FrameSize(*size), time, None, "alone", False, shaped)


def from_bytes(alpha8: Alpha8) -> Alpha:
    """The alpha, float32 0..1, that alpha8 stands for."""
    return cv2.LUT(alpha8, PARTS)  # type: ignore[return-value]


def _shaped(settings: Settings, source_id: str, behind: BackgroundSettings) -> TakeSettings:
    kept = take_settings(settings, source_id)
    return TakeSettings(behind, kept.matte, kept.mirrored, kept.zones)
