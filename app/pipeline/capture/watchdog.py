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

    saw and beat are called where pictures are read, verdict from another thread.
    """

    def __init__(
        self, now: float, silence_s: float, *, frozen_s: float | None = None, forgive_stillness: bool = False
    ) -> None:
        """
        Args:
            now: seconds, of any steady clock.
            silence_s: so long without a sign of life is "silent".
            frozen_s: the very same picture for so long is "frozen"; None: pictures may stand still.
            forgive_stillness: they may until the first one that differs (it was opened anew because of
                stillness, and still delivers: a virtual camera that shows a still).
        """
        self.silence_s = silence_s
        self.frozen_s = frozen_s
        self._last_beat = now
        self._picture: Image | None = None
        self._still_since = now
        self._still_pictures = 0
        self._forgive = forgive_stillness

    def beat(self, now: float) -> None:
        """A sign of life that is no picture (waiting for a picture's time)."""
        self._last_beat = now

    def rested(self, now: float) -> None:
        """A sign of life while pictures pass unseen: whether they differ is not known."""
        self._last_beat = self._still_since = now
        self._still_pictures = 0

    def saw(self, image: Image, now: float) -> None:
        """A picture came."""
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
    """Equal to the last bit. A sensor's noise makes that impossible for two true pictures in a row."""
    if a.shape != b.shape:
        return False
    # A coarse look first: it settles nearly every case in microseconds.
    sample = slice(None, None, SAMPLE_STEP_PX)
    return bool(np.array_equal(a[sample, sample], b[sample, sample]) and np.array_equal(a, b))
