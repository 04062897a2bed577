"""Sound of a microphone, in its own thread, each piece with the moment at which it began."""
from __future__ import annotations

import collections
import logging
import os
import platform
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import av

from app.errors import AppError
from app.pipeline.encode.recorded_sound import Chunk
from app.system.macos_permission import MICROPHONE, ask, permission

FORMATS = {"Linux": "alsa", "Windows": "dshow", "Darwin": "avfoundation"}
# FFmpeg's own ALSA library, as PyAV brings it, looks for its configuration where it was built.
ALSA_CONFIG = Path("/usr/share/alsa/alsa.conf")
ALSA_PLUGINS = ("/usr/lib/x86_64-linux-gnu/alsa-lib", "/usr/lib/aarch64-linux-gnu/alsa-lib", "/usr/lib64/alsa-lib")
# ALSA lists everything its configuration names: plug-ins that change sound, servers that are not installed, silence.
# A microphone is a sound server or a card; of the ways to one card the first of these converts its format, too.
SOUND_SERVERS = ("pipewire", "pulse")
CARDS = re.compile(r"(plughw|sysdefault|hw):(?P<card>CARD=.*)")
PREFERRED = ("plughw", "sysdefault", "hw")
KEPT_CHUNKS = 500  # ten seconds: who does not take them any more has stopped
JOIN_TIMEOUT_S = 2.0
SILENCE_S = 3.0  # an open device that gives nothing for so long is muted by its switch, or hangs
ANSWER_LOOK_S = 0.2
DENIED_HINT = "Allow Backdrop under System Settings > Privacy & Security > Microphone, then record again."
HINT = "Choose another microphone, or allow Backdrop to use it in the system's privacy settings."

logger = logging.getLogger(__name__)
OpenDevice = Callable[[str], Any]


@dataclass(frozen=True)
class MicrophoneInfo:
    """name: for RecordSettings.microphone. label: for people."""

    name: str
    label: str


class Microphone:
    """Listens from the moment it is made until it is closed.

    Attributes:
        error: why it does not listen (any more), or None.
    """

    def __init__(self, name: str, *, open_device: OpenDevice | None = None) -> None:
        """Returns at once; a device that does not open shows in error."""
        self.error: AppError | None = None
        self._name = name
        self._open_device = open_device or open_microphone
        self._chunks: collections.deque[Chunk] = collections.deque(maxlen=KEPT_CHUNKS)
        self._heard = time.monotonic()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="microphone", daemon=True)
        self._thread.start()

    def take(self) -> list[Chunk]:
        """What came since the last call, oldest first."""
        taken = []
        while self._chunks:
            taken.append(self._chunks.popleft())
        return taken

    def trouble(self) -> AppError | None:
        """Why there is no sound now: the error, or that nothing has come for a while."""
        if self.error is None and not self._closed.is_set() and time.monotonic() - self._heard > SILENCE_S:
            return AppError(f"Nothing comes from the microphone {self._name}", HINT)
        return self.error

    def close(self) -> None:
        """A driver that hangs is left behind."""
        self._closed.set()
        self._thread.join(JOIN_TIMEOUT_S)

    def _listen(self) -> None:
        try:
            self._wait_for_permission()
            with self._open_device(self._name) as container:
                for sound in container.decode(audio=0):
                    length = sound.samples / sound.sample_rate
                    self._heard = time.monotonic()
                    self._chunks.append(Chunk(sound, self._heard - length))
                    if self._closed.is_set():
                        return
            self.error = AppError(f"The microphone {self._name} fell silent", HINT)
        except AppError as error:
            self.error = error
        except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
            logger.warning("microphone %s: %s", self._name, error)
            self.error = AppError(f"Cannot use the microphone {self._name}", HINT)

    def _wait_for_permission(self) -> None:
        """macOS would give silence to a program that nobody has allowed to listen. Raises AppError."""
        if platform.system() != "Darwin":
            return
        if permission(MICROPHONE) == "not asked yet":
            ask(MICROPHONE)
            while permission(MICROPHONE) == "not asked yet" and not self._closed.wait(ANSWER_LOOK_S):
                self._heard = time.monotonic()  # it is not the microphone that hangs
        if permission(MICROPHONE) == "denied":
            raise AppError(f"Not allowed to use the microphone {self._name}", DENIED_HINT)


def list_microphones(system: str = platform.system()) -> list[MicrophoneInfo]:
    """What the system offers to record sound from; [] where it cannot be told."""
    if system == "Linux":
        _find_alsa()
    try:
        devices = av.enumerate_input_devices(FORMATS.get(system, ""))
    except (av.error.FFmpegError, OSError, ValueError) as error:
        logger.info("no list of microphones: %s", error)
        return []
    found = [
        MicrophoneInfo(str(device.name), str(device.description or device.name))
        for device in devices
        if "audio" in device.media_types or not device.media_types
    ]
    return _alsa_devices(found) if system == "Linux" else found


def _alsa_devices(listed: list[MicrophoneInfo]) -> list[MicrophoneInfo]:
    """Of what ALSA lists: the sound server, or what is the default where there is a card; then one way to each card."""
    servers = [device for name in SOUND_SERVERS for device in listed if device.name == name][:1]
    cards: dict[str, tuple[int, MicrophoneInfo]] = {}
    for device in listed:
        way = CARDS.fullmatch(device.name)
        if way is not None:
            card, rank = way["card"].removesuffix(",DEV=0"), PREFERRED.index(way[1])
            if card not in cards or rank < cards[card][0]:
                cards[card] = rank, device
    default = [device for device in listed if device.name == "default"] if cards and not servers else []
    first = [replace(device, label="System default") for device in servers or default]
    return first + [device for _, device in cards.values()]


def open_microphone(name: str) -> Any:
    """An open container of the system's sound input. Raises FFmpegError or OSError."""
    system = platform.system()
    if system == "Linux":
        _find_alsa()
    address = {"Windows": f"audio={name}", "Darwin": f":{name}"}.get(system, name)
    return av.open(address, format=FORMATS.get(system))


def _find_alsa() -> None:
    if ALSA_CONFIG.is_file():
        os.environ.setdefault("ALSA_CONFIG_PATH", str(ALSA_CONFIG))
    for folder in ALSA_PLUGINS:
        if Path(folder).is_dir():
            os.environ.setdefault("ALSA_PLUGIN_DIR", folder)
