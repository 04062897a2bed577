"""A video file as a source, played at its own speed."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.pipeline.decode.decode_options import DecodeOptions
from app.pipeline.decode.limits import LIVE_MAX_SIDE_PX
from app.pipeline.decode.opening import DECODE_ERRORS, open_checked
from app.pipeline.frame import Frame
from app.pipeline.sources.source import SourceInfo

LIVE = DecodeOptions(max_side=LIVE_MAX_SIDE_PX, at_pace=True)


class VideoSource:
    """A looping video file, whose frame times keep growing."""

    def __init__(self, path: Path, *, name: str = "", source_id: str = "", is_demo: bool = False) -> None:
        """Opens path and reads its first frame.

        Raises:
            AppError: it is missing, empty, damaged or not a video.
        """
        self._address = str(path)
        self._decoder, first = open_checked(self._address, LIVE)
        self._pending: Frame | None = first
        self._index = 0
        self._loop_start = 0.0
        self._loop_end = 0.0
        self.position_s = 0.0
        self.info = SourceInfo(
            name or path.name, source_id or str(path), *first.size, fps=self._decoder.info.fps, is_demo=is_demo,
            seconds=0.0 if is_demo else self._decoder.info.seconds,
        )

    def read(self) -> Frame | None:
        frame = self._next()
        self.position_s = frame.time
        time = self._loop_start + frame.time
        self._loop_end = time + 1.0 / self._decoder.info.fps
        self._index += 1
        return replace(frame, time=time, index=self._index - 1)

    def seek(self, seconds: float) -> None:
        """Seeks to the frame shown at that time, or to the last one."""
        wanted = min(max(0.0, seconds), max(0.0, self._decoder.info.seconds - 2 / self._decoder.info.fps))
        try:
            self._decoder.seek(wanted)
            frame = next(self._decoder, None)
        except DECODE_ERRORS:
            frame = None
        self._pending = frame or self._reopen_at(wanted)
        self._loop_start = self._loop_end - self._pending.time

    def _reopen_at(self, seconds: float) -> Frame:
        """For unseekable files: reads up to the position from the start."""
        self._decoder.close()
        self._decoder, first = open_checked(self._address, LIVE)
        self._decoder.skip_to(seconds)
        try:
            later = next(self._decoder, None) if seconds > first.time else None
        except DECODE_ERRORS:
            later = None
        return later or first

    def close(self) -> None:
        self._decoder.close()

    def _next(self) -> Frame:
        pending, self._pending = self._pending, None
        if pending is not None:
            return pending
        try:
            frame = next(self._decoder, None)
        except DECODE_ERRORS:
            frame = None  # a truncated video is shown as far as it goes
        return frame if frame is not None else self._begin_anew()

    def _begin_anew(self) -> Frame:
        self._decoder.close()
        self._decoder, first = open_checked(self._address, LIVE)
        self._loop_start = self._loop_end
        return first
