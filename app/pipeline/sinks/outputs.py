"""Where composites go beside the preview: a recording, snapshots, a virtual camera."""
from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.pipeline.events import (
    Event,
    RecordingFailed,
    RecordingPaused,
    RecordingStarted,
    VirtualCameraStarted,
    VirtualCameraStopped,
)
from app.pipeline.frame import Frame
from app.pipeline.sinks.sink import Running
from app.pipeline.sinks.snapshots import SaveSnapshot, Snapshots
from app.pipeline.sinks.take import KeepsCamera, OpenRecorder, Recording, Take
from app.pipeline.takes.kept_frame import KeptFrame
from app.settings import RecordSettings

GRACE_S = 0.05  # a folder that answers does so at once, and then not one frame is missing

OpenCamera = Callable[[float, Callable[[VirtualCameraStarted | VirtualCameraStopped], None]], Running]


@dataclass(frozen=True)
class _Start:
    settings: RecordSettings
    path: Path | None


@dataclass(frozen=True)
class _Stop:
    pass


@dataclass(frozen=True)
class _Pause:
    paused: bool


@dataclass(frozen=True)
class _Snapshot:
    settings: RecordSettings


@dataclass(frozen=True)
class _Cast:
    fps: float | None  # None: no more


Wish = _Start | _Stop | _Pause | _Snapshot | _Cast


@dataclass
class Outputs:
    """A sink that hands composites on. Notes wishes from any thread; the process thread fulfils them between frames.

    Attributes:
        take: the recording that is running, or None.
    """

    on_event: Callable[[Event], None]
    open_recorder: OpenRecorder
    save_snapshot: SaveSnapshot
    open_camera: OpenCamera
    take: Take | None = None
    _opening: Take | None = None
    _camera: Running | None = None
    _wishes: queue.SimpleQueue[Wish] = field(default_factory=queue.SimpleQueue)
    _finishing: list[Take] = field(default_factory=list)
    _snapshots: Snapshots = field(init=False)
    _closed: bool = False
    # A process thread that hung in an engine may come back after close, and must open nothing any more.
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._snapshots = Snapshots(self.save_snapshot, self.on_event)

    def start_recording(self, settings: RecordSettings, path: Path | None) -> None:
        self._wishes.put(_Start(settings, path))

    def stop_recording(self) -> None:
        self._wishes.put(_Stop())

    def pause_recording(self, paused: bool) -> None:
        """Nothing happens where none is running."""
        self._wishes.put(_Pause(paused))

    def take_snapshot(self, settings: RecordSettings) -> None:
        self._wishes.put(_Snapshot(settings))

    def start_camera(self, fps: float) -> None:
        self._wishes.put(_Cast(fps))

    def stop_camera(self) -> None:
        self._wishes.put(_Cast(None))

    @property
    def recording(self) -> Recording | None:
        """The file that is being written."""
        take = self.take
        return take.recorder if take is not None else None

    def running(self) -> bool:
        """Whether a recording or the virtual camera is on. A look from any thread, which may be a frame old."""
        return self.recording is not None or self._camera is not None

    def waiting(self) -> bool:
        """Whether a composite is needed for anything. A look from any thread, which may be a frame old."""
        return self.running() or self._snapshots.waiting

    def keeps_camera(self) -> bool:
        """Whether the take that is running keeps the camera's picture, since the user asked for that."""
        recording = self.recording
        return isinstance(recording, KeepsCamera) and not recording.paused

    def fulfil_wishes(self) -> bool:
        """Opens and closes what was asked for; True when the next composite is to be handed to write."""
        with self._lock:
            while not (self._closed or self._wishes.empty()):
                self._fulfil(self._wishes.get())
            self._see_to_takes(time.monotonic())
            if self.take is not None and self.take.finished.is_set():
                self.take = None
            if self._camera is not None and self._camera.stopped.is_set():
                self._camera = None
            return self.take is not None or self._camera is not None or self._snapshots.waiting

    def wants_cut_out(self) -> bool:
        """Whether a transparent background is to be one in a file, and not only on the screen."""
        recording = self.recording
        return self._snapshots.waiting or (recording is not None and recording.transparent)

    def write(self, frame: Frame, kept: KeptFrame | None = None, cut_out: Frame | None = None) -> None:
        """A composite for the file, for the virtual camera, and for the snapshots that wait for one.

        kept: for a take that keeps the camera's picture; nothing else is given it. cut_out: the same with alpha,
        HxWx4 BGRA, for what can keep that.
        """
        with self._lock:
            if self._closed:
                return
            recording = self.recording
            if recording is not None:
                _record(recording, cut_out if cut_out is not None and recording.transparent else frame, kept)
            if self._camera is not None:
                self._camera.write(frame)
            self._snapshots.write(cut_out or frame)

    def close(self) -> None:
        """Finishes the recording and waits for it; from then on nothing is kept any more."""
        with self._lock:
            self._closed = True
            self._stop()
            camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()
        for take in self._finishing:
            take.close()
        self._snapshots.wait()

    def _fulfil(self, wish: Wish) -> None:
        if isinstance(wish, _Start):
            self._start(wish)
        elif isinstance(wish, _Stop):
            self._stop()
        elif isinstance(wish, _Pause):
            self._pause(wish.paused)
        elif isinstance(wish, _Cast):
            self._cast(wish.fps)
        else:
            self._snapshots.wish(wish.settings)

    def _start(self, wish: _Start) -> None:
        if self._opening is None and (self.take is None or self.take.finished.is_set()):
            self._opening = Take(self.open_recorder, wish.settings, wish.path, self.on_event)
            self._opening.wait(GRACE_S)
            self._see_to_takes(time.monotonic())

    def _see_to_takes(self, now: float) -> None:
        """What has become of the one that is being opened, and of those that are being finished."""
        opening = self._opening
        if opening is not None:
            error = opening.error or opening.late(now)
            if error is not None:
                opening.leave()
                self._opening = None
                self.on_event(RecordingFailed(error))
            elif opening.recorder is not None:
                self.take, self._opening = opening, None
                keeps_camera = isinstance(opening.recorder, KeepsCamera)
                self.on_event(RecordingStarted(opening.recorder.path, keeps_camera))
        for take in self._finishing:
            if (stopped := take.stuck(now)) is not None:
                take.leave()
                self.on_event(stopped)

    def _pause(self, paused: bool) -> None:
        recording = self.recording
        if recording is not None and recording.paused != paused:
            recording.pause(paused)
            self.on_event(RecordingPaused(paused))

    def _stop(self) -> None:
        opening, self._opening = self._opening, None
        if opening is not None:
            opening.leave()
        take, self.take = self.take, None
        if take is not None:
            take.stop()
            self._finishing = [older for older in self._finishing if not older.finished.is_set()] + [take]

    def _cast(self, fps: float | None) -> None:
        if fps is None:
            if self._camera is not None:
                self._camera.stop()
        elif self._camera is None or self._camera.stopped.is_set():
            self._camera = self.open_camera(fps, self.on_event)


def _record(recorder: Recording, frame: Frame, kept: KeptFrame | None) -> None:
    if not isinstance(recorder, KeepsCamera):
        recorder.write(frame)
    elif kept is not None:
        recorder.write_kept(kept)
