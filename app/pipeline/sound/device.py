"""The protocol of a microphone, whichever library opens it."""
from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import Protocol

from app.pipeline.sound.chunk import Samples

DEFAULT = "default"  # the one chosen in the system's settings
COMPUTER = "computer"  # what the loudspeakers play
HINT = "Choose another microphone, or allow Backdrop to use it in the system's privacy settings."


@dataclass(frozen=True)
class MicrophoneInfo:
    """name: for SoundSettings.microphone. label: for people."""

    name: str
    label: str


@dataclass(frozen=True)
class Piece:
    """samples: as in a Chunk. arrival: when the last of them arrived, seconds of time.monotonic()."""

    samples: Samples
    arrival: float


def records_computer(system: str = platform.system()) -> bool:
    """Whether this system can record what its loudspeakers play."""
    return system in ("Linux", "Windows")


class NotConnectedError(OSError):
    """The microphone is not connected."""


class Device(Protocol):
    """An open microphone, read and closed by one thread."""

    def read(self, timeout_s: float) -> Piece | None:
        """The next chunk, or None if there is none in time. Raises OSError or FFmpegError if the device is gone."""
        ...

    def close(self) -> None: ...
