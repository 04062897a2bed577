"""The picture that travels through the pipeline."""
from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import AnyAlpha, FrameSize

Image = NDArray[np.uint8]
Alpha = AnyAlpha


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture and when it was taken.

    Attributes:
        image: HxWx3 uint8 BGR; HxWx4 BGRA only for transparent composites. Read-only once published.
        time: seconds. Live sources: time.monotonic() at capture; files: presentation time from 0.
        index: counts the pictures that the source delivered, from 0.
    """

    image: Image
    time: float
    index: int

    @property
    def size(self) -> FrameSize:
        """(width, height) in px."""
        return FrameSize.of(self.image)

    def with_image(self, image: Image) -> Frame:
        """The same moment with another, from now on read-only, picture."""
        image.flags.writeable = False
        return replace(self, image=image)


@dataclass(frozen=True, eq=False)
class Captured:
    """A raw picture, and which opening of which source it is from.

    Attributes:
        source_id: what CameraSettings.source must say for it, "" when nobody knows.
    """

    frame: Frame
    epoch: int
    source_id: str = ""
