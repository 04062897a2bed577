"""The pictures that render works through: every one of a file, or the newest of a camera."""
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from app.errors import AppError
from app.pipeline.bundled import demo_path
from app.pipeline.decode.video_file import Damage, VideoInfo, iter_video, probe_video
from app.pipeline.frame import Frame
from app.pipeline.latest_slot import LatestSlot
from app.pipeline.sources.opening import open_source
from app.pipeline.sources.source import Source, source_kind
from app.settings import DEMO, CameraSettings

SILENCE_SECONDS = 15.0
JOIN_TIMEOUT_SECONDS = 2.0
OpenSource = Callable[[CameraSettings], Source]


@dataclass(frozen=True)
class Input:
    """An opened input.

    Attributes:
        frames: to be gone through once; times are seconds from the first picture.
        info: what is known beforehand.
        endless: there is no last picture; an interrupt is the ordinary end.
        sound: the address whose sound may be taken along, or "".
        dropped: pictures that came while the ones before were worked on.
        damage: what was found wrong with the file, once frames were gone through.
    """

    frames: Iterator[Frame]
    info: VideoInfo
    endless: bool
    sound: str
    dropped: Callable[[], int]
    damage: list[Damage] = field(default_factory=list)


def open_input(camera: CameraSettings, *, open_live: OpenSource = open_source) -> Input:
    """Opens what camera.source names: a video or picture file, a URL, camera:N, or demo.

    Raises:
        AppError: it cannot be opened.
    """
    if source_kind(camera.source) == "camera":
        return _open_camera(camera, open_live)
    info = probe_video(camera.source)
    endless = info.seconds == 0 and info.frames is None
    address = str(demo_path()) if camera.source == DEMO else camera.source
    sound = address if info.has_audio else ""
    damage: list[Damage] = []
    frames = iter_video(camera.source, on_damage=damage.append)
    return Input(frames, info, endless, sound, lambda: 0, damage)


def _open_camera(settings: CameraSettings, open_live: OpenSource) -> Input:
    feed = _LiveFeed(settings, open_live)
    frames = feed.frames()
    first = next(frames)  # opens the camera: now is the time for errors
    info = VideoInfo(*first.size, feed.fps, None, 0.0, False)

    def from_first() -> Iterator[Frame]:
        yield first
        yield from frames

    return Input(from_first(), info, True, "", lambda: feed.slot.dropped)


class _LiveFeed:
    """A thread that reads a camera, so that a slow picture makes the next one new, not late."""

    def __init__(self, settings: CameraSettings, open_live: OpenSource) -> None:
        self.slot: LatestSlot[Frame] = LatestSlot()
        self.fps = 0.0
        self._settings = settings
        self._open_live = open_live
        self._error: AppError | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._read, name="camera", daemon=True)

    def frames(self) -> Iterator[Frame]:
        """Until the camera fails (AppError) or the iterator is closed."""
        self._thread.start()
        try:
            start = None
            while True:
                frame = self.slot.take(timeout=SILENCE_SECONDS)
                if frame is None:
                    raise self._error or AppError("The camera sends no pictures", "Plug it in again.")
                start = frame.time if start is None else start
                yield replace(frame, time=frame.time - start)
        finally:
            self._closed.set()
            self._thread.join(JOIN_TIMEOUT_SECONDS)

    def _read(self) -> None:
        try:
            source = self._open_live(self._settings)
            try:
                self.fps = source.info.fps
                while not self._closed.is_set():
                    frame = source.read()
                    if frame is None:
                        self._closed.wait(0.02)
                    else:
                        self.slot.put(frame)
            finally:
                source.close()
        except AppError as error:
            self._error = error
        finally:
            self.slot.close()
