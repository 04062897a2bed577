"""Where composites go besides the preview: a recording, snapshots, a virtual camera."""
from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.pipeline.events import Event, VirtualCameraStarted, VirtualCameraStopped
from app.pipeline.frame import Frame
from app.pipeline.sinks.sink import Running
from app.pipeline.sinks.snapshots import SaveSnapshot, Snapshots
from app.pipeline.sinks.take import OpenRecorder, Recording
from app.pipeline.sinks.takes import Takes
from app.pipeline.takes.kept_frame import KeptFrame
from app.settings import RecordSettings

OpenCamera = Callable[[float, Callable[[VirtualCameraStarted | VirtualCameraStopped], None]], Running]


class Outputs:
    """A sink that hands composites on. Takes requests from any thread; the process thread fulfils them between frames.

    The process thread calls fulfil_wishes and write. All other methods can be called from any thread.
    """

    def __init__(
        self,
        on_event: Callable[[Event], None],
        open_recorder: OpenRecorder,
        save_snapshot: SaveSnapshot,
        open_camera: OpenCamera,
    ) -> None:
        """on_event is called from the process thread and from the outputs' own threads."""
        self._on_event, self._open_camera = on_event, open_camera
        self._takes = Takes(open_recorder, on_event)
        self._snapshots = Snapshots(save_snapshot, on_event)
        self._camera: Running | None = None
        self._wishes: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._closed = False
        # A process thread that hung in an engine may wake up after close, and must not open anything then.
        self._lock = threading.Lock()

    def start_recording(self, settings: RecordSettings, path: Path | None) -> None:
        self._wishes.put(partial(self._takes.start, settings, path))

    def stop_recording(self) -> None:
        self._wishes.put(self._takes.stop)

    def pause_recording(self, paused: bool) -> None:
        """Does nothing if no recording is running."""
        self._wishes.put(partial(self._takes.pause, paused))

    def take_snapshot(self, settings: RecordSettings) -> None:
        self._wishes.put(partial(self._snapshots.wish, settings))

    def start_camera(self, fps: float) -> None:
        self._wishes.put(partial(self._start_camera, fps))

    def stop_camera(self) -> None:
        self._wishes.put(self._stop_camera)

    @property
    def recording(self) -> Recording | None:
        """The file that is being written."""
        return self._takes.recording

    def running(self) -> bool:
        """Whether a recording or the virtual camera is on. From another thread, this may be one frame out of date."""
        return self.recording is not None or self._camera is not None

    def waiting(self) -> bool:
        """Whether anything needs a composite. From another thread, this may be one frame out of date."""
        return self.running() or self._snapshots.waiting

    def keeps_camera(self) -> bool:
        """Whether the running take keeps the camera's picture, because the user asked for that."""
        return self._takes.keeps_camera

    def fulfil_wishes(self) -> bool:
        """Opens and closes what was requested; True if the next composite should be passed to write."""
        with self._lock:
            while not (self._closed or self._wishes.empty()):
                self._wishes.get()()
            self._takes.follow()
            if self._camera is not None and self._camera.stopped.is_set():
                self._camera = None
            return self.waiting()

    def wants_cut_out(self) -> bool:
        """Whether a file needs a transparent background to be transparent, and not the pattern on the screen."""
        recording = self.recording
        return self._snapshots.waiting or (recording is not None and recording.transparent)

    def write(self, frame: Frame, kept: KeptFrame | None = None, cut_out: Frame | None = None) -> None:
        """Passes a composite to the recording, the virtual camera, and the snapshots that wait for one.

        kept: for a take that keeps the camera's picture; nothing else receives it. cut_out: the same composite with
        alpha, HxWx4 BGRA, for files that can store it.
        """
        with self._lock:
            if self._closed:
                return
            self._takes.write(frame, kept, cut_out)
            if self._camera is not None:
                self._camera.write(frame)
            self._snapshots.write(cut_out or frame)

    def close(self) -> None:
        """Finishes the recording and waits for it; nothing is opened or written afterwards."""
        with self._lock:
            self._closed = True
            self._takes.stop()
            camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()
        self._takes.wait()
        self._snapshots.wait()

    def _start_camera(self, fps: float) -> None:
        if self._camera is None or self._camera.stopped.is_set():
            self._camera = self._open_camera(fps, self._on_event)

    def _stop_camera(self) -> None:
        if self._camera is not None:
            self._camera.stop()
