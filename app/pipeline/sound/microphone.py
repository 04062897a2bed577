"""Listens to a microphone in its own thread, and reconnects when it is plugged in again."""
from __future__ import annotations

import collections
import errno
import logging
import platform
import threading
import time
from collections.abc import Callable

import av

from app.errors import AppError
from app.pipeline.sound.chunk import RATE, Chunk, Treat
from app.pipeline.sound.clock import SampleClock
from app.pipeline.sound.device import HINT, Device, NotConnectedError
from app.pipeline.sound.devices import open_device as open_any
from app.pipeline.sound.level import Level, LevelMeter
from app.system.macos_permission import MICROPHONE, ask, permission

KEPT_CHUNKS = 500  # ten seconds; a reader that is further behind has stopped
JOIN_TIMEOUT_S = 2.0
SILENCE_S = 3.0  # an open device that is silent for this long was unplugged, is switched off, or hangs
READ_S = 0.2
AGAIN_S = 1.0  # between two attempts to open a missing device
ANSWER_LOOK_S = 0.2
DENIED_HINT = "Allow Backdrop under System Settings > Privacy & Security > Microphone, then record again."
BUSY_HINT = "Another program is using it. Close that program, or choose another microphone."
ONCE_THERE = "It is recorded as soon as it is connected."

logger = logging.getLogger(__name__)
OpenDevice = Callable[[str], Device]


class Microphone:
    """Listens from its creation until it is closed.

    Attributes:
        error: why it is not listening now, or None.
    """

    def __init__(self, name: str, *, label: str = "", open_device: OpenDevice = open_any,
                 treat: Treat = lambda chunk: chunk) -> None:
        """Returns at once. A device that cannot be opened sets error, and is tried again. label: its name for

        people. treat: processes each chunk, in the microphone's thread.
        """
        self.error: AppError | None = None
        self._name, self._label = name, label or name
        self._open_device, self._treat = open_device, treat
        self._chunks: collections.deque[Chunk] = collections.deque(maxlen=KEPT_CHUNKS)
        self._meter = LevelMeter()
        self._heard = time.monotonic()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)
        self._thread.start()

    def take(self) -> list[Chunk]:
        """The chunks since the last call, oldest first."""
        taken = []
        while self._chunks:
            taken.append(self._chunks.popleft())
        return taken

    def level(self) -> Level:
        """The current level, after treatment."""
        return self._meter.read(time.monotonic())

    def trouble(self) -> AppError | None:
        """Why there is no sound now: the error, or that nothing has arrived for a while."""
        if self.error is None and not self._closed.is_set() and self._is_silent():
            return AppError(f"No sound comes from the microphone {self._label}", HINT)
        return self.error

    def stop(self) -> None:
        """Asks the thread to stop, and returns at once."""
        self._closed.set()

    def close(self) -> None:
        """A driver that hangs is abandoned."""
        self.stop()
        self._thread.join(JOIN_TIMEOUT_S)

    def _is_silent(self) -> bool:
        return time.monotonic() - self._heard > SILENCE_S

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                self._wait_for_permission()
                self._listen()
            except AppError as error:
                self.error = error
            except NotConnectedError:
                self.error = AppError(f"The microphone {self._label} is not connected", f"{ONCE_THERE} {HINT}")
            except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
                logger.warning("microphone %s: %s", self._name, error)
                self.error = self._unusable(error)
            self._closed.wait(AGAIN_S)

    def _unusable(self, error: Exception) -> AppError:
        if getattr(error, "errno", None) == errno.EBUSY:
            return AppError(f"The microphone {self._label} is busy", BUSY_HINT)
        return AppError(f"Cannot use the microphone {self._label}", HINT)

    def _listen(self) -> None:
        """Listens until it is closed or falls silent. Raises what opening and reading raise."""
        device = self._open_device(self._name)
        self._heard = time.monotonic()
        try:
            clock = SampleClock(RATE)
            while not self._closed.is_set():
                piece = device.read(READ_S)
                if piece is not None:
                    self._heard, self.error = piece.arrival, None
                    self._hear(Chunk(piece.samples, clock.time_of(piece.arrival, piece.samples.shape[1])))
                elif self._is_silent():
                    raise AppError(f"No sound comes from the microphone {self._label}", HINT)
        finally:
            device.close()

    def _hear(self, chunk: Chunk) -> None:
        treated = self._treat(chunk)
        self._meter.add(treated.samples, time.monotonic())
        self._chunks.append(treated)

    def _wait_for_permission(self) -> None:
        """Raises AppError without permission, since macOS would deliver silence."""
        if platform.system() != "Darwin":
            return
        if permission(MICROPHONE) == "not asked yet":
            ask(MICROPHONE)
            while permission(MICROPHONE) == "not asked yet" and not self._closed.wait(ANSWER_LOOK_S):
                self._heard = time.monotonic()  # while the user decides, the microphone does not hang
        if permission(MICROPHONE) == "denied":
            raise AppError(f"Not allowed to use the microphone {self._label}", DENIED_HINT)
