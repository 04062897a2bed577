"""The frame, which travels through the pipeline."""
from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sinet_core.arrays import AnyAlpha, FrameSize

Image = NDArray[np.uint8]
Opacity = NDArray[np.uint8]
Alpha = AnyAlpha


@dataclass(frozen=True, eq=False)
class Frame:
    """An image and the time at which it was taken.

    Attributes:
        image: HxWx3 uint8 BGR; HxWx4 BGRA only for transparent composites. Read-only once published.
        time: seconds. Live sources: time.monotonic() at capture; files: presentation time from 0.
        index: number of the frame from its source, from 0.
        opacity: HxW uint8, of a transparent file, whose image is blended over grey; None: opaque.
    """

    image: Image
    time: float
    index: int
    opacity: Opacity | None = None

    @property
    def size(self) -> FrameSize:
        """(width, height) in px."""
        return FrameSize.of(self.image)

    def with_image(self, image: Image) -> Frame:
        """The same moment with another image, all of it opaque, which becomes read-only."""
        image.flags.writeable = False
        return replace(self, image=image, opacity=None)


@dataclass(frozen=True, eq=False)
class Captured:
    """A raw frame, with the source and the opening it came from.

    Attributes:
        source_id: the CameraSettings.source that selects it; "" if unknown.
    """

    frame: Frame
    epoch: int
    source_id: str = ""
