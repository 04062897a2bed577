"""Tells when sound was heard: chunks arrive with the jitter of threads, but samples at the pace of a crystal."""
from __future__ import annotations

import collections

LONG_S = 5.0
RECENT_S = 0.5
SPAN_S = 0.4  # chunks must span this part of RECENT_S; a burst tells nothing
GAP_S = 0.06  # later than this for RECENT_S means lost samples


class SampleClock:
    """Tells when the first sample of each chunk was heard.

    A chunk can arrive late but never early, so the earliest of the last seconds is right. A slow or fast clock is
    followed as seconds pass. After lost samples, all chunks are late.
    """

    def __init__(self, rate: int) -> None:
        """rate: the device's nominal rate, samples per second."""
        self._rate = rate
        self._samples = 0
        self._seen: collections.deque[tuple[float, float]] = collections.deque()

    def time_of(self, arrival: float, samples: int) -> float:
        """The time of the first of that many samples, which all arrived at that time; seconds of time.monotonic()."""
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
