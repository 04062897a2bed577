"""How long the capture waits for what."""
from __future__ import annotations

from dataclasses import dataclass

from app.pipeline.capture.watchdog import FROZEN_S


@dataclass(frozen=True)
class Timeouts:
    """Timeouts, in seconds.

    Attributes:
        poll_s: between two looks at the reading thread.
        opening_s: opening a device and its first picture (Media Foundation has been seen to need 30).
        frozen_s: a device that repeats itself for so long is frozen.
        retry_s: to the first attempt to open a lost source again; doubles up to retry_max_s.
        join_s: a reading thread that does not end in this time is left behind.
    """

    poll_s: float = 0.1
    opening_s: float = 40.0
    frozen_s: float = FROZEN_S
    retry_s: float = 1.0
    retry_max_s: float = 4.0
    join_s: float = 2.0


DEFAULT_TIMEOUTS = Timeouts()
