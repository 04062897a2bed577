"""The timeouts of the capture."""
from __future__ import annotations

from dataclasses import dataclass

from app.pipeline.capture.watchdog import FROZEN_S


@dataclass(frozen=True)
class Timeouts:
    """Timeouts, in seconds.

    Attributes:
        poll_s: between two checks of the reading thread.
        opening_s: opening a device and reading its first frame (Media Foundation can need 30).
        frozen_s: a device that repeats itself for this long counts as frozen.
        retry_s: before the first attempt to reopen a lost source; doubles up to retry_max_s.
        join_s: a reading thread that does not end in this time is abandoned.
    """

    poll_s: float = 0.1
    opening_s: float = 40.0
    frozen_s: float = FROZEN_S
    retry_s: float = 1.0
    retry_max_s: float = 4.0
    join_s: float = 2.0


DEFAULT_TIMEOUTS = Timeouts()
