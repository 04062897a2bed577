"""A looping video or GIF as background, decoded a few frames ahead in its own thread."""
from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.errors import AppError
from app.pipeline.decode.video_file import iter_video
from app.pipeline.frame import Alpha, Frame, Image
from sinet_core.compositing.fitting import fit_cover
from sinet_core.pyramid import Sizes

AHEAD = 4
DEFAULT_GAP_S = 0.04
LATE_S = 0.5  # when further behind, the video continues from where it is instead of catching up
JOIN_TIMEOUT_S = 2.0
POLL_S = 0.05

logger = logging.getLogger(__name__)


class VideoBackground:
    """Loops endlessly by the video's own time stamps. The damaged end of a file is cut off the loop."""

    def __init__(self, path: Path, *, wait: bool = False) -> None:
        """Opens path and starts the thread. With wait, render waits for the exact frame.

        Raises:
            AppError: the file is missing, damaged or not a video.
        """
        pictures = iter_video(path, at_pace=not wait)
        frame = next(pictures)
        self._path = path
        self._wait = wait
        self._size: tuple[int, int] | None = None
        self._current = frame
        self._next: Frame | None = None
        self._origin: float | None = None  # time at the start of the current loop
        self._queue: queue.Queue[Frame] = queue.Queue(AHEAD)
        self._closed = threading.Event()
        self._thread = threading.Thread(
            target=self._decode, args=(pictures, frame.time), name="background", daemon=True
        )
        self._thread.start()

    def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:  # noqa: ARG002
        """Read-only; see Background."""
        self._size = (image.shape[1], image.shape[0])
        self._advance(time)
        self._current = _fitted(self._current, self._size)
        return self._current.image

    def close(self) -> None:
        """Stops the thread. Safe to call twice."""
        self._closed.set()
        self._thread.join(JOIN_TIMEOUT_S)

    def _advance(self, time: float) -> None:
        """Advances to the latest frame whose time has come."""
        if self._origin is None:
            self._origin = time - self._current.time
        while True:
            if self._next is None:
                self._next = self._take()
            if self._next is None or self._next.time > time - self._origin:
                break
            self._current, self._next = self._next, None
        behind = time - self._origin - self._current.time
        jumped_back = behind < 0
        starved = self._next is None and behind > LATE_S
        if not self._wait and (jumped_back or starved):
            self._origin = time - self._current.time

    def _take(self) -> Frame | None:
        while True:
            try:
                return self._queue.get(timeout=POLL_S) if self._wait else self._queue.get_nowait()
            except queue.Empty:
                if not self._wait or not self._thread.is_alive():
                    return None

    def _decode(self, pictures: Iterator[Frame], start: float) -> None:
        try:
            while not self._closed.is_set():
                count, end = self._play(pictures, start)
                if not count:
                    return  # a single frame stays
                start = end
                pictures = iter_video(self._path, at_pace=not self._wait)
                self._put(replace(next(pictures), time=start))
        except AppError as error:  # deleted or changed while playing: the last frame stays
            logger.warning("background %s: %s", self._path, error)

    def _play(self, pictures: Iterator[Frame], start: float) -> tuple[int, float]:
        """Queues the rest of one loop; returns the number of frames, and when the next loop starts."""
        count, last, gap = 0, start, DEFAULT_GAP_S
        for frame in pictures:
            time = start + frame.time
            gap, last = time - last, time
            count += 1
            if not self._put(replace(frame, time=time)):
                break
        return count, last + gap

    def _put(self, frame: Frame) -> bool:
        """Waits for room in the queue; False if closed."""
        if self._size is not None:
            frame = _fitted(frame, self._size)
        while not self._closed.is_set():
            try:
                self._queue.put(frame, timeout=POLL_S)
                return True
            except queue.Full:
                continue
        return False


def _fitted(frame: Frame, size: tuple[int, int]) -> Frame:
    """Fits the frame to size. Rare, since by now the thread knows the size."""
    return frame if frame.size == size else frame.with_image(fit_cover(frame.image, size))
