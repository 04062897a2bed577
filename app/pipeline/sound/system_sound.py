"""The system's sound server, through miniaudio: PulseAudio and PipeWire, WASAPI, Core Audio."""
from __future__ import annotations

import errno
import functools
import logging
import platform
import queue
import threading
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.paths import APP_NAME
from app.pipeline.sound.chunk import RATE
from app.pipeline.sound.device import COMPUTER, DEFAULT, Piece

BACKENDS = {"Linux": "PULSEAUDIO", "Windows": "WASAPI", "Darwin": "COREAUDIO"}
MONITOR = ".monitor"  # suffix of sources that play back a loudspeaker
DEFAULT_MONITOR = "@DEFAULT_MONITOR@"
CLOSE_TIMEOUT_S = 1.5
PERIOD_MS = 20
PERIODS = 10  # sound is lost if a Python thread blocks it for longer

logger = logging.getLogger(__name__)


class NoSoundServerError(OSError):
    """The sound library is missing, or no sound server answers it."""


@dataclass(frozen=True)
class Source:
    """key: the system's name for it, which survives replugging. label: for people."""

    key: str
    label: str
    is_default: bool
    handle: Any


@functools.cache
def load() -> Any:
    """The library, or None if it cannot be loaded. Takes a tenth of a second, so it is not loaded at the start."""
    try:
        import miniaudio
    except (ImportError, OSError) as error:
        logger.info("no miniaudio: %s", error)
        return None
    return miniaudio


class SoundSystem:
    """A connection to the sound server. Raises NoSoundServerError."""

    def __init__(self, system: str = platform.system()) -> None:
        library = load()
        if library is None or system not in BACKENDS:
            raise NoSoundServerError("no library for the system's sound")
        self._system = system
        self._ffi, self._lib = library.ffi, library.lib
        self._context = self._ffi.new("ma_context*")
        config = self._lib.ma_context_config_init()
        self._name = self._ffi.from_buffer(APP_NAME.encode() + b"\0")
        config.pulse.pApplicationName = self._name
        backends = self._ffi.new("ma_backend[]", [getattr(library.Backend, BACKENDS[system]).value])
        if self._lib.ma_context_init(backends, 1, self._ffi.addressof(config), self._context) != 0:
            raise NoSoundServerError("no sound server answers")

    def close(self) -> None:
        self._lib.ma_context_uninit(self._context)

    def sources(self) -> list[Source]:
        """The sources to record from, except those that play back a loudspeaker. Raises OSError."""
        infos, count = self._ffi.new("ma_device_info**"), self._ffi.new("ma_uint32*")
        null = self._ffi.NULL
        self._check(self._lib.ma_context_get_devices(self._context, null, null, infos, count), "no list")
        found = [self._source(infos[0][index]) for index in range(count[0])]
        return [source for source in found if not source.key.endswith(MONITOR)]

    def open(self, source: Source) -> SystemDevice:
        """Raises OSError."""
        info = self._ffi.new("ma_device_info*")
        capture = self._lib.ma_device_type_capture
        result = self._lib.ma_context_get_device_info(self._context, capture, source.handle, info)
        native = info.nativeDataFormats[0].channels if result == 0 and info.nativeDataFormatCount else 2
        return self._start(capture, source.handle, 1 if native == 1 else 2)

    def open_computer(self) -> SystemDevice:
        """Opens what the loudspeakers play. Raises OSError; on macOS always."""
        if self._system == "Linux":
            return self._start(self._lib.ma_device_type_capture, self._handle(DEFAULT_MONITOR), 2)
        return self._start(self._lib.ma_device_type_loopback, self._ffi.NULL, 2)

    def _start(self, kind: Any, handle: Any, channels: int) -> SystemDevice:
        device = SystemDevice(self, channels)
        config = self._lib.ma_device_config_init(kind)
        config.sampleRate = RATE
        config.capture.pDeviceID = handle
        config.capture.channels = channels
        config.capture.format = self._lib.ma_format_f32
        config.periodSizeInMilliseconds, config.periods = PERIOD_MS, PERIODS
        config.pUserData = device.user_data
        config.dataCallback = self._lib._internal_data_callback
        result = self._lib.ma_device_init(self._context, self._ffi.addressof(config), device.raw)
        self._check(result, "it cannot be opened")
        if (result := self._lib.ma_device_start(device.raw)) != 0:
            self._lib.ma_device_uninit(device.raw)
            self._check(result, "it cannot be started")
        return device

    def _source(self, info: Any) -> Source:
        handle = self._ffi.new("ma_device_id *", info.id)  # a copy, since the library owns the list
        wide = self._system == "Windows"
        text = bytes(self._ffi.buffer(handle)).decode("utf-16-le" if wide else "utf-8", "replace")
        label = self._ffi.string(info.name).decode("utf-8", "replace")
        return Source(text.split("\0", 1)[0], label, bool(info.isDefault), handle)

    def _handle(self, key: str) -> Any:
        handle = self._ffi.new("ma_device_id *")
        self._ffi.memmove(handle, key.encode(), len(key))
        return handle

    def _check(self, result: int, what: str) -> None:
        if result != 0:
            busy = result in (self._lib.MA_BUSY, self._lib.MA_ALREADY_IN_USE)
            raise OSError(errno.EBUSY if busy else errno.EIO, f"{what} ({result})")


class SystemDevice:
    """A microphone of a SoundSystem, which it closes too. The library's thread delivers the sound."""

    def __init__(self, system: SoundSystem, channels: int) -> None:
        self._system = system
        self._channels = channels
        self._pieces: queue.SimpleQueue[Piece] = queue.SimpleQueue()
        self._ffi, self._lib = system._ffi, system._lib
        self.user_data = self._ffi.new_handle(self)
        self.raw = self._ffi.new("ma_device*")

    def read(self, timeout_s: float) -> Piece | None:
        """See Device. An unplugged microphone just falls silent."""
        try:
            return self._pieces.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def close(self) -> None:
        """A driver that hangs is abandoned."""
        closing = threading.Thread(target=self._close, name="microphone-close", daemon=True)
        closing.start()
        closing.join(CLOSE_TIMEOUT_S)
        if closing.is_alive():
            logger.warning("a microphone does not close")

    def _close(self) -> None:
        self._lib.ma_device_stop(self.raw)  # otherwise, closing an unplugged one would block for ever
        self._lib.ma_device_uninit(self.raw)
        self._system.close()

    def _data_callback(self, _device: Any, _output: Any, given: Any, count: int) -> None:
        """Called by the library, in its thread."""
        arrival = time.monotonic()
        flat = np.frombuffer(self._ffi.buffer(given, count * self._channels * 4), np.float32)
        self._pieces.put(Piece(np.ascontiguousarray(flat.reshape(count, self._channels).T), arrival))


def chosen(sources: list[Source], name: str) -> Source | None:
    """The source with that name in SoundSettings (in old ones, its label); None if it is not connected."""
    if name in (DEFAULT, "pipewire", "pulse"):
        return next((source for source in sources if source.is_default), sources[0] if sources else None)
    same = [source for source in sources if source.key == name] or [s for s in sources if s.label == name]
    return same[0] if same else None


def open_source(name: str) -> SystemDevice | None:
    """Opens a microphone by its name in SoundSettings, or COMPUTER; None if it is not connected. Raises OSError."""
    system = SoundSystem()
    device = None
    try:
        if name == COMPUTER:
            device = system.open_computer()
        elif (source := chosen(system.sources(), name)) is not None:
            device = system.open(source)
    finally:
        if device is None:
            system.close()
    return device
