"""What a take keeps of one moment if the user asked to keep the camera's picture."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.pipeline.frame import Image
from app.pipeline.takes.take_settings import TakeSettings
from sinet_core.arrays import Alpha8, FrameSize

Verdict = Literal["moved", "due", "still", "alone"]
"""The motion gate's verdict (see sinet_core.matting.motion_gate); alone: only the background was shown."""


@dataclass(frozen=True, eq=False)
class KeptFrame:
    """A moment of a take. Deliberately neither Frame nor array: only the sink that keeps it accepts it.

    Attributes:
        pixels: the camera's picture, HxWx3 uint8 BGR, not mirrored; None when it is "alone".
        size: (width, height) px.
        time: as in a Frame.
        alpha8: the network's latest alpha as the matting received it, hxw uint8, x 255; None if "alone".
        verdict: the motion gate's; "still": the alpha is from an earlier frame, and still valid.
        fresh: whether no earlier frame was remembered.
        settings: used for the composite.
    """

    pixels: Image | None
    size: FrameSize
    time: float
    alpha8: Alpha8 | None
    verdict: Verdict
    fresh: bool
    settings: TakeSettings
