"""Decides when a source counts as lost: by the clock and by what it delivers. Pure; time is an argument."""
from __future__ import annotations

from typing import Literal

import numpy as np

from app.pipeline.frame import Image

FROZEN_S = 5.0
FROZEN_PICTURES = 10
SAMPLE_STEP_PX = 8

Verdict = Literal["well", "silent", "frozen"]


class Watchdog:
    """Watches one source. A driver may report success for ever after the plug is pulled, or never return.

    saw and beat are called where frames are read, verdict from another thread.
    """

    def __init__(
        self, now: float, silence_s: float, *, frozen_s: float | None = None, forgive_stillness: bool = False
    ) -> None:
        """
        Args:
            now: seconds, of any steady clock.
            silence_s: without a sign of life for this long, the source is "silent".
            frozen_s: with the same frame for this long, it is "frozen"; None if frames may stand still.
            forgive_stillness: frames may stand still until the first one that differs (a source reopened for
                being frozen that still delivers is a virtual camera that shows a still).
        """
        self.silence_s = silence_s
        self.frozen_s = frozen_s
        self._last_beat = now
        self._picture: Image | None = None
        self._still_since = now
        self._still_pictures = 0
        self._forgive = forgive_stillness

    def beat(self, now: float) -> None:
        """A sign of life without a frame (waiting for a frame's time)."""
        self._last_beat = now

    def rested(self, now: float) -> None:
        """A sign of life while frames are skipped, so that it is unknown whether they differ."""
        self._last_beat = self._still_since = now
        self._still_pictures = 0

    def saw(self, image: Image, now: float) -> None:
        """A frame arrived."""
        self._last_beat = now
        if self.frozen_s is None:
            return
        if self._picture is None or not _same(image, self._picture):
            self._forgive = self._forgive and self._picture is None
            self._still_since = now
            self._still_pictures = 0
        self._still_pictures += 1
        self._picture = image

    def verdict(self, now: float) -> Verdict:
        if now - self._last_beat > self.silence_s:
            return "silent"
        if self.frozen_s is None or self._forgive or self._still_pictures < FROZEN_PICTURES:
            return "well"
        return "frozen" if self._last_beat - self._still_since > self.frozen_s else "well"


def _same(a: Image, b: Image) -> bool:
    """Whether two frames are bit-identical, which a sensor's noise rules out for two real ones in a row."""
    if a.shape != b.shape:
        return False
    # A coarse comparison first, which settles nearly every case in microseconds.
    sample = slice(None, None, SAMPLE_STEP_PX)
    return bool(np.array_equal(a[sample, sample], b[sample, sample]) and np.array_equal(a, b))
