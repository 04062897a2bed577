"""How a video plays that stands in for a camera: shared by who asks and by the thread that reads."""
from __future__ import annotations

import threading


class Playback:
    """Nothing of it blocks. A wish of a source that plays no video is forgotten with the source.

    Attributes:
        paused: its last picture stays.
        position_s: of the picture that was delivered last, from the start of the video.
    """

    def __init__(self) -> None:
        self.paused = False
        self.position_s = 0.0
        self._wish: float | None = None
        self._lock = threading.Lock()
        self._changed = threading.Event()

    def reset(self) -> None:
        """Another source: it plays from its start."""
        with self._lock:
            self.paused, self.position_s, self._wish = False, 0.0, None

    def pause(self, paused: bool) -> None:
        self.paused = paused
        self._changed.set()

    def seek(self, seconds: float) -> None:
        """The newest wish wins."""
        with self._lock:
            self._wish = seconds
            self.position_s = seconds
        self._changed.set()

    def take_wish(self) -> float | None:
        """For the reading thread: where to go on, once."""
        with self._lock:
            wish, self._wish = self._wish, None
        return wish

    def wait(self, timeout_s: float) -> None:
        """For the reading thread: until something is wished for."""
        self._changed.wait(timeout_s)
        self._changed.clear()
