"""When sound was heard: pieces arrive with the jitter of threads, samples come at the pace of a crystal."""
from __future__ import annotations

import collections

LONG_S = 5.0
RECENT_S = 0.5
SPAN_S = 0.4  # by so much of RECENT_S pieces must be spread: those of a burst say nothing
GAP_S = 0.06  # later than that, for RECENT_S: samples were lost


class SampleClock:
    """Tells when the first sample of each piece was heard.

    A piece can arrive late and never early, so the earliest of the last seconds is right. A clock that is slow or
    fast is followed, since the seconds pass; lost samples show as pieces that are all late from then on.
    """

    def __init__(self, rate: int) -> None:
        """rate: samples a second that the device says it gives."""
        self._rate = rate
        self._samples = 0
        self._seen: collections.deque[tuple[float, float]] = collections.deque()

    def time_of(self, arrival: float, samples: int) -> float:
        """time.monotonic() of the first of so many samples that arrived, all of them, at that time, seconds."""
        before = self._samples / self._rate
        self._samples += samples
        self._seen.append((arrival, arrival - self._samples / self._rate))
        while self._seen[0][0] < arrival - LONG_S:
            self._seen.popleft()
        begun = min(begun for _, begun in self._seen)
        recent = [seen for seen in self._seen if seen[0] > arrival - RECENT_S]
        earliest = min(begun for _, begun in recent)
        if recent[-1][0] - recent[0][0] >= SPAN_S and earliest - begun > GAP_S:
            self._seen = collections.deque(recent)
            begun = earliest
        return begun + before
