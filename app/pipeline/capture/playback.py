"""Playback of a video in place of a camera; shared by the thread that controls it and the one that reads."""
from __future__ import annotations

import threading


class Playback:
    """Never blocks. A request for a source that is not a video is dropped with the source.

    Attributes:
        paused: whether the last frame stays.
        position_s: of the last delivered frame, from the start of the video.
    """

    def __init__(self) -> None:
        self.paused = False
        self.position_s = 0.0
        self._wish: float | None = None
        self._lock = threading.Lock()
        self._changed = threading.Event()

    def reset(self) -> None:
        """Resets for another source, which plays from its start."""
        with self._lock:
            self.paused, self.position_s, self._wish = False, 0.0, None

    def pause(self, paused: bool) -> None:
        self.paused = paused
        self._changed.set()

    def seek(self, seconds: float) -> None:
        """Requests a position; the latest request wins."""
        with self._lock:
            self._wish = seconds
            self.position_s = seconds
        self._changed.set()

    def take_wish(self) -> float | None:
        """For the reading thread: takes the requested position, once."""
        with self._lock:
            wish, self._wish = self._wish, None
        return wish

    def wait(self, timeout_s: float) -> None:
        """For the reading thread: waits for a request."""
        self._changed.wait(timeout_s)
        self._changed.clear()
