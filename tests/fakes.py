"""Small real classes that replace devices, engines and sinks."""
from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import AppError
from app.pipeline.events import Event, RecordingStopped
from app.pipeline.frame import Alpha, Frame, Image
from app.pipeline.sources.source import SourceInfo
from app.settings import CameraSettings, RecordSettings
from sinet_core.pyramid import Sizes

WAIT_S = 20.0
Kind = TypeVar("Kind")


class FakeSource:
    """A test camera: delivers what picture(index) makes until it is broken, stuck or frozen.

    Attributes:
        opened_in, closed_in: the threads that did it.
        error: set it to make the next read raise it.
        stuck: clear it to make read block, as a driver may.
        frozen: set it to repeat the last picture.
    """

    def __init__(
        self,
        picture: Callable[[int], Image],
        *,
        name: str = "Fake",
        source_id: str = "camera:fake",
        is_device: bool = True,
        silence_s: float = 30.0,
        interval_s: float = 0.004,
    ) -> None:
        self.info = SourceInfo(name, source_id, is_live=True, is_device=is_device, silence_s=silence_s)
        self.opened_in = threading.current_thread()
        self.closed_in: threading.Thread | None = None
        self.error: AppError | None = None
        self.free = threading.Event()
        self.free.set()
        self.frozen = False
        self._picture = picture
        self._interval_s = interval_s
        self._tick = threading.Event()
        self._index = 0
        self._last: Image | None = None

    def read(self) -> Frame | None:
        self._tick.wait(self._interval_s)
        self.free.wait(WAIT_S)
        if self.error is not None:
            raise self.error
        image = self._last if self.frozen and self._last is not None else self._picture(self._index).copy()
        image.flags.writeable = False
        self._last = image
        self._index += 1
        return Frame(image, monotonic(), self._index - 1)

    def close(self) -> None:
        self.closed_in = threading.current_thread()


class FakeSources:
    """Opens FakeSources, for SessionParts(open_source=...). Unplugged, opening fails.

    Attributes:
        plugged: whether there is a camera.
        made: every source that was opened, oldest first.
        free: clear it to make opening block.
    """

    def __init__(self, make: Callable[[CameraSettings], FakeSource]) -> None:
        self.plugged = True
        self.made: list[FakeSource] = []
        self.free = threading.Event()
        self.free.set()
        self.attempts = 0
        self._make = make
        self._changed = threading.Condition()

    def __call__(self, settings: CameraSettings) -> FakeSource:
        with self._changed:
            self.attempts += 1
            self._changed.notify_all()
        self.free.wait(WAIT_S)
        if not self.plugged:
            raise AppError("The camera is not connected", "Plug it in.")
        source = self._make(settings)
        self.made.append(source)
        return source

    def wait_for_attempts(self, count: int, *, timeout_s: float = WAIT_S) -> None:
        """Waits until opening a source was attempted count times in total."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.attempts >= count, timeout_s)

    def unplug(self, error: AppError | None = None) -> None:
        self.plugged = False
        for source in self.made:
            source.error = error or AppError("The camera was unplugged", "Plug it in.")


class ConstantSegmenter:
    """The same alpha for every pixel of every frame."""

    name = "constant"

    def __init__(self, value: float = 0.0, size: tuple[int, int] = (32, 32)) -> None:
        self.size = size
        self.calls = 0
        self._alpha = np.full(size, value, np.float32)

    def alpha(self, image: Image) -> NDArray[np.float32]:
        self.calls += 1
        return self._alpha


class CollectingSink:
    """Keeps every frame, so that a test can wait for one."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.closed = False
        self._changed = threading.Condition()

    def write(self, frame: Frame) -> None:
        with self._changed:
            self.frames.append(frame)
            self._changed.notify_all()

    def close(self) -> None:
        self.closed = True

    def wait_for(
        self, wanted: Callable[[Frame], bool], *, after: int = 0, timeout_s: float = WAIT_S
    ) -> Frame:
        """The first frame from number after on that is wanted; fails if none arrives in time."""

        position = after

        def found() -> Frame | None:
            nonlocal position
            while position < len(self.frames):  # each frame is checked once, however many arrive
                position += 1
                if wanted(self.frames[position - 1]):
                    return self.frames[position - 1]
            return None

        with self._changed:
            frame = self._changed.wait_for(found, timeout_s)
        assert frame is not None, f"no such frame among {len(self.frames) - after}"
        return frame

    def wait_for_more(self, count: int, *, timeout_s: float = WAIT_S) -> None:
        """Waits for count more frames."""
        with self._changed:
            goal = len(self.frames) + count
            assert self._changed.wait_for(lambda: len(self.frames) >= goal, timeout_s)


class EventLog:
    """Keeps every event of a session, so that a test can wait for one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()

    def __call__(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait_for(
        self,
        kind: type[Kind],
        *,
        where: Callable[[Kind], bool] = lambda _: True,
        after: int = 0,
        timeout_s: float = WAIT_S,
    ) -> Kind:
        """The first event of that kind from number after on; fails if none arrives in time."""

        def found() -> Kind | None:
            kinds = (event for event in self.events[after:] if isinstance(event, kind))
            return next((event for event in kinds if where(event)), None)

        with self._changed:
            event = self._changed.wait_for(found, timeout_s)
        assert event is not None, f"no {kind.__name__} among {self.events}"
        return event

    def count(self, kind: type[Kind]) -> int:
        return sum(isinstance(event, kind) for event in self.events)


@dataclass
class CollectingRecorder:
    """A recorder that keeps the frames in memory.

    Attributes:
        hangs: it does not come to its end, as where the folder does not answer.
        asked: it was asked to end; waited_for: it was closed.
    """

    path: Path
    on_stopped: Callable[[RecordingStopped], None]
    seconds: float = 0.0
    bytes: int = 0
    sink: CollectingSink = field(default_factory=CollectingSink)
    hangs: bool = False
    paused: bool = False
    transparent: bool = False
    waited_for: bool = False
    asked: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    def write(self, frame: Frame) -> None:
        self.bytes += frame.image.nbytes
        self.sink.write(frame)

    def pause(self, paused: bool) -> None:
        self.paused = paused

    def stop(self) -> None:
        self.asked.set()
        if not self.stopped.is_set() and not self.hangs:
            self.stopped.set()
            self.on_stopped(RecordingStopped(self.path, self.seconds, self.bytes))

    def close(self) -> None:
        self.waited_for = True
        self.stop()


class CollectingRecorders:
    """SessionParts(open_recorder=...): every recorder that was opened is in made; first is set when there is one."""

    def __init__(self, *, transparent: bool = False) -> None:
        self.transparent = transparent
        self.made: list[CollectingRecorder] = []
        self.first = threading.Event()

    def __call__(
        self, settings: RecordSettings, on_stopped: Callable[[RecordingStopped], None], path: Path | None
    ) -> CollectingRecorder:
        recorder = CollectingRecorder(path or Path("take.mp4"), on_stopped, transparent=self.transparent)
        self.made.append(recorder)
        self.first.set()
        return recorder


class FakeDevice:
    """A virtual camera that keeps what it is sent; a test may break it.

    Attributes:
        error: set it to make the next send raise it.
    """

    device = "Fake virtual camera"

    def __init__(self, size: tuple[int, int]) -> None:
        self.width, self.height = size
        self.sink = CollectingSink()
        self.error: Exception | None = None

    def send(self, frame: Image) -> None:
        if self.error is not None:
            raise self.error
        assert frame.shape == (self.height, self.width, 3)
        self.sink.write(Frame(frame.copy(), monotonic(), len(self.sink.frames)))

    def close(self) -> None:
        self.sink.close()


class FakeDevices:
    """VirtualCamera(open_device=...): every device that was opened is in made, fps what each was asked for."""

    def __init__(self, refusal: AppError | None = None) -> None:
        self.made: list[FakeDevice] = []
        self.fps: list[float] = []
        self._refusal = refusal

    def __call__(self, size: tuple[int, int], fps: float) -> FakeDevice:
        if self._refusal is not None:
            raise self._refusal
        self.fps.append(fps)
        self.made.append(FakeDevice(size))
        return self.made[-1]


class PlainBackground:
    """One colour; records what it received.

    Attributes:
        rooms: frames that it was given together with an alpha of None, which must not show the room.
    """

    def __init__(self, color: tuple[int, int, int] = (200, 60, 20)) -> None:
        self.closed = False
        self.rooms: list[Image] = []
        self._color = color

    def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
        if alpha is None:
            self.rooms.append(image)
        return np.full(image.shape, self._color, np.uint8)

    def close(self) -> None:
        self.closed = True


class MjpegCamera:
    """A network camera on loopback: MJPEG over HTTP. unplug disconnects it, plug reconnects it."""

    def __init__(self, picture: Callable[[int], Image], *, fps: float = 30.0, login: str = "") -> None:
        """login: "user:password" that a viewer must give; "" admits everybody."""
        self.port = 0
        self.login = login
        self._picture = picture
        self._interval_s = 1.0 / fps
        self._server: ThreadingHTTPServer | None = None
        self._unplugged = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/video"

    def plug(self) -> None:
        """Listens; after the first time, on the same port."""
        self._unplugged = threading.Event()
        self._server = _Server(("127.0.0.1", self.port), _handler(self, self._unplugged))
        self.port = self._server.server_address[1]
        serve = self._server.serve_forever
        threading.Thread(target=serve, name="mjpeg-camera", args=(0.02,), daemon=True).start()

    def unplug(self) -> None:
        """Ends every connection and stops listening. Safe to call twice."""
        self._unplugged.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def jpeg(self, index: int) -> bytes:
        _, data = cv2.imencode(".jpg", self._picture(index), [cv2.IMWRITE_JPEG_QUALITY, 95])
        return bytes(np.asarray(data).tobytes())

    @property
    def interval_s(self) -> float:
        return self._interval_s


class _Server(ThreadingHTTPServer):
    allow_reuse_address = True
    daemon_threads = True


def _handler(camera: MjpegCamera, unplugged: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if camera.login and self.headers["Authorization"] != f"Basic {b64encode(camera.login.encode()).decode()}":
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="camera"')
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            index = 0
            while not unplugged.wait(camera.interval_s):
                data = camera.jpeg(index)
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
                try:
                    self.wfile.write(head.encode() + data + b"\r\n")
                except OSError:  # the viewer is gone
                    return
                index += 1

        def log_message(self, format: str, *args: object) -> None:
            """A test's output is for failures."""

    return Handler
