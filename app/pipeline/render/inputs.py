"""The frames that render works through: every one of a file, or the latest of a camera."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from app.errors import AppError
from app.pipeline.capture.reader import Reader
from app.pipeline.capture.timeouts import DEFAULT_TIMEOUTS, Timeouts
from app.pipeline.decode.companions import Companions
from app.pipeline.decode.damage import Damage, Listeners
from app.pipeline.decode.tracks import ALL_SOUND
from app.pipeline.decode.video_file import open_video
from app.pipeline.decode.video_info import VideoInfo
from app.pipeline.frame import Frame
from app.pipeline.latest_slot import LatestSlot
from app.pipeline.sources.opening import open_source
from app.pipeline.sources.source import Source, SourceInfo, source_kind
from app.settings import CameraSettings

OpenSource = Callable[[CameraSettings], Source]


@dataclass(frozen=True)
class Input:
    """An opened input.

    Attributes:
        frames: to be iterated once; times are seconds from the first frame.
        info: what is known beforehand.
        endless: there is no last frame; an interrupt is the normal end.
        dropped: frames that arrived while earlier ones were being processed.
        companions: its sound and subtitles, or None.
        damage: what was found wrong with the file, once all frames were read.
        notes: conversions of the frames so far that a user should know about; each once, in order.
        close: call it when the input is no longer needed.
    """

    frames: Iterator[Frame]
    info: VideoInfo
    endless: bool
    dropped: Callable[[], int]
    companions: Companions | None = None
    damage: list[Damage] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    close: Callable[[], None] = lambda: None


def open_input(
    camera: CameraSettings,
    *,
    sound: int | None = ALL_SOUND,
    open_live: OpenSource = open_source,
    timeouts: Timeouts = DEFAULT_TIMEOUTS,
) -> Input:
    """Opens what camera.source names, once: a video or picture file, a URL, camera:N, or demo.

    A camera is read by the same reader as in the window, with the given timeouts.

    sound: the number of a single sound track, from 1, or ALL_SOUND; None: no sound.

    Raises:
        AppError: it cannot be opened, or has no such sound track.
    """
    if source_kind(camera.source) == "camera":
        return _open_camera(camera, open_live, timeouts)
    damage: list[Damage] = []
    notes: dict[str, None] = {}
    opened = open_video(camera.source, sound=sound, told=Listeners(damage.append, notes.setdefault))
    if sound and sound > opened.info.sound_tracks:
        opened.close()
        raise _no_such_track(sound, opened.info.sound_tracks)
    if sound and opened.companions is not None and not opened.companions.sounds:
        opened.close()
        raise AppError(f"Sound track {sound} cannot be decoded here", "Choose another one, or leave the number out.")
    endless = opened.info.endless
    return Input(opened.frames, opened.info, endless, lambda: 0, opened.companions, damage, notes, opened.close)


def _no_such_track(number: int, count: int) -> AppError:
    hint = f"Choose a number from 1 to {count}." if count > 1 else "Leave the number out."
    have = "no sound" if not count else "one sound track" if count == 1 else f"{count} sound tracks"
    return AppError(f"The input has no sound track {number}", f"It has {have}. {hint}")


def _open_camera(settings: CameraSettings, open_live: OpenSource, timeouts: Timeouts) -> Input:
    feed = _LiveFrames(settings, open_live, timeouts)
    frames = feed.frames()
    first = next(frames)  # opens the camera, so errors are raised here
    info = VideoInfo(*first.size, feed.fps, None, 0.0, False)

    def from_first() -> Iterator[Frame]:
        yield first
        yield from frames

    return Input(from_first(), info, True, lambda: feed.slot.dropped)


class _LiveFrames:
    """The frames that a reader gets from a camera. After a slow frame, the next one is fresh, not late."""

    def __init__(self, settings: CameraSettings, open_live: OpenSource, timeouts: Timeouts) -> None:
        self.slot: LatestSlot[Frame] = LatestSlot()
        self.fps = 0.0
        self._settings = settings
        self._open_live = open_live
        self._timeouts = timeouts
        self._name = "The camera"
        self._reader = self._new_reader(0)

    def frames(self) -> Iterator[Frame]:
        """Yields frames until the camera fails (AppError) or the iterator is closed."""
        self._reader.start()
        try:
            start = None
            while True:
                frame = self._next()
                start = frame.time if start is None else start
                yield replace(frame, time=frame.time - start)
        finally:
            self._reader.leave(self._timeouts.join_s)

    def _next(self) -> Frame:
        while True:
            verdict = self._reader.watchdog.verdict(time.monotonic())
            if verdict == "silent":
                raise AppError(f"{self._name} sends no video", "Plug it in again.")
            if verdict == "frozen":
                self._open_again()
            finished = self._reader.finished.is_set()
            frame = self.slot.take(0.0 if finished else self._timeouts.poll_s)
            if frame is not None:
                return frame
            if finished:
                raise self._reader.error or AppError(f"{self._name} sends no video", "Plug it in again.")

    def _open_again(self) -> None:
        """Reopens a camera that repeats one frame: it may be gone, and this fails, or it shows a still, and
        continues."""
        self._reader.leave(self._timeouts.join_s)
        self._reader = self._new_reader(self._reader.epoch + 1)
        self._reader.start()

    def _new_reader(self, epoch: int) -> Reader:
        return Reader(
            self._settings,
            epoch,
            open_source=self._open_live,
            deliver=self._deliver,
            on_change=lambda: None,
            opening_s=self._timeouts.opening_s,
            frozen_s=self._timeouts.frozen_s,
            forgive_stillness=epoch > 0,
        )

    def _deliver(self, frame: Frame, epoch: int, info: SourceInfo) -> None:
        """Called in the reader's thread. An abandoned one that wakes up again delivers nothing."""
        if epoch == self._reader.epoch:
            self.fps, self._name = info.fps, info.name
            self.slot.put(frame)
