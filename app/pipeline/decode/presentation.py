"""When each decoded frame is shown."""
from __future__ import annotations

from av.video.frame import VideoFrame

CATCH_UP = 0.25  # of a frame's usual time on screen


class PresentationTimes:
    """Turns the time stamps of frames into seconds from the first frame, which always grow.

    Attributes:
        start: the first frame's time stamp, seconds on the file's clock; 0.0 before the first frame.
    """

    def __init__(self, fps: float) -> None:
        """fps: average frames per second, for frames without a usable time stamp."""
        self._frame_s = 1.0 / fps
        self._start: float | None = None
        self._last = -self._frame_s
        self._stamp: float | None = None

    @property
    def start(self) -> float:
        return self._start or 0.0

    def next(self, frame: VideoFrame) -> float:
        """The next frame's time, in seconds.

        If its stamp is missing, or does not grow, it is shown one frame after the last. Where joined pieces overlap,
        frames follow each other faster until they have caught up with their stamps.
        """
        ticks = frame.pts if frame.pts is not None else frame.dts
        stamp = None if ticks is None or frame.time_base is None else float(ticks * frame.time_base)
        if stamp is not None and self._start is None:
            self._start = stamp
        time = self._last + self._frame_s if stamp is None else stamp - self.start
        if time <= self._last:
            grows = stamp is not None and self._stamp is not None and stamp > self._stamp
            time = self._last + (CATCH_UP if grows else 1.0) * self._frame_s
        self._stamp, self._last = stamp, time
        return time

    def forget(self) -> None:
        """After a seek, the next frame may have any time."""
        self._last = -self._frame_s
