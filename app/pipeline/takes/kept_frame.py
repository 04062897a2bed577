"""What a take keeps of one moment when the user asked for the camera's picture to be kept."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.pipeline.frame import Image
from app.pipeline.takes.take_settings import TakeSettings
from sinet_core.arrays import Alpha8, FrameSize

Verdict = Literal["moved", "due", "still", "alone"]
"""Of the motion gate (see sinet_core.matting.motion_gate); alone: nobody was looked for, the background stood alone."""


@dataclass(frozen=True, eq=False)
class KeptFrame:
    """A moment of a take. Deliberately no Frame and no array: no sink takes it but the one that keeps it.

    Attributes:
        pixels: the camera's picture, HxWx3 uint8 BGR, not mirrored; None when it is "alone".
        size: (width, height) px.
        time: as of a Frame.
        alpha8: the newest of the network, hxw uint8, x 255, as it was given to the matting; None when it is "alone".
        verdict: what the motion gate said; "still": the alpha is of an earlier frame, and still holds.
        fresh: nothing was remembered of the frames before.
        settings: that the composite was made with.
    """

    pixels: Image | None
    size: FrameSize
    time: float
    alpha8: Alpha8 | None
    verdict: Verdict
    fresh: bool
    settings: TakeSettings
