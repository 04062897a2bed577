"""What a microphone is, whichever library opens it."""
from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import Protocol

from app.pipeline.sound.chunk import Samples

DEFAULT = "default"  # whichever the system's own settings name
COMPUTER = "computer"  # what the loudspeakers play
HINT = "Choose another microphone, or allow Backdrop to use it in the system's privacy settings."


@dataclass(frozen=True)
class MicrophoneInfo:
    """name: for SoundSettings.microphone. label: for people."""

    name: str
    label: str


@dataclass(frozen=True)
class Piece:
    """samples: as of a Chunk. arrival: time.monotonic() when the last of them was there, seconds."""

    samples: Samples
    arrival: float


def records_computer(system: str = platform.system()) -> bool:
    """Whether this system gives what its loudspeakers play."""
    return system in ("Linux", "Windows")


class NotConnectedError(OSError):
    """There is no such microphone at the moment."""


class Device(Protocol):
    """An open microphone, read and closed by one thread."""

    def read(self, timeout_s: float) -> Piece | None:
        """The next piece, or None when there is none by then. Raises OSError or FFmpegError when it is over."""
        ...

    def close(self) -> None: ...
