"""Microphones through FFmpeg's own inputs, for systems where the sound library cannot be loaded."""
from __future__ import annotations

import logging
import os
import platform
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np

from app.pipeline.sound.chunk import RATE
from app.pipeline.sound.device import MicrophoneInfo, Piece

FORMATS = {"Linux": "alsa", "Windows": "dshow", "Darwin": "avfoundation"}
# The ALSA library in PyAV looks for its configuration where it was built.
ALSA_CONFIG = Path("/usr/share/alsa/alsa.conf")
ALSA_PLUGINS = ("/usr/lib/x86_64-linux-gnu/alsa-lib", "/usr/lib/aarch64-linux-gnu/alsa-lib", "/usr/lib64/alsa-lib")
# ALSA lists everything in its configuration: plug-ins that change sound, servers that are not installed, silence.
# A microphone is a sound server or a card. Of several ways to a card, the first of these also converts its format.
SOUND_SERVERS = ("pipewire", "pulse")
CARDS = re.compile(r"(plughw|sysdefault|hw):(?P<card>CARD=.*)")
PREFERRED = ("plughw", "sysdefault", "hw")

logger = logging.getLogger(__name__)


class ContainerDevice:
    """An open av.container.InputContainer with a sound stream."""

    def __init__(self, container: Any) -> None:
        self._container = container
        self._frames = container.decode(audio=0)
        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)

    def read(self, timeout_s: float) -> Piece | None:  # noqa: ARG002
        """See Device. Waits for as long as the driver does. Raises FFmpegError, or OSError at its end."""
        sound = next(self._frames, None)
        if sound is None:
            raise OSError("the device fell silent")
        arrival = time.monotonic()
        sound.pts = None
        pieces = [np.asarray(piece.to_ndarray(), np.float32) for piece in self._resampler.resample(sound)]
        return Piece(np.concatenate(pieces, axis=1), arrival) if pieces else None

    def close(self) -> None:
        self._frames = iter(())
        self._container.close()


def list_containers(system: str) -> list[MicrophoneInfo]:
    """The microphones of the system; [] if unknown."""
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


def open_container(name: str) -> ContainerDevice:
    """Raises FFmpegError, OSError or IndexError."""
    system = platform.system()
    if system == "Linux":
        _find_alsa()
    address = {"Windows": f"audio={name}", "Darwin": f":{name}"}.get(system, name)
    return ContainerDevice(av.open(address, format=FORMATS.get(system)))


def _alsa_devices(listed: list[MicrophoneInfo]) -> list[MicrophoneInfo]:
    """From ALSA's list: the sound server, or the default if there is a card; then one way to each card."""
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


def _find_alsa() -> None:
    if ALSA_CONFIG.is_file():
        os.environ.setdefault("ALSA_CONFIG_PATH", str(ALSA_CONFIG))
    for folder in ALSA_PLUGINS:
        if Path(folder).is_dir():
            os.environ.setdefault("ALSA_PLUGIN_DIR", folder)
