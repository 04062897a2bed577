"""What a running session tells about itself. Events are facts, sent from worker threads."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from app.settings import BackgroundSettings


@dataclass(frozen=True)
class SourceOpened:
    """Pictures are coming. name is for people ("Logitech C920"), source_id for settings; fps 0 is unknown.

    seconds: how long a video is that can be paused and sought in, else 0.
    """

    name: str
    width: int
    height: int
    fps: float
    is_demo: bool = False
    source_id: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class SourceLost:
    """No pictures any more (unplugged, frozen, busy); the session keeps trying. Recording goes on.

    source_id: what the settings say for it, "" while the first camera is wanted and was never there.
    """

    name: str
    error: AppError
    source_id: str = ""


@dataclass(frozen=True)
class SourceEnded:
    """A file came to its end, or the source cannot be opened at all and is not tried again; source_id as above."""

    name: str
    error: AppError | None = None
    source_id: str = ""


@dataclass(frozen=True)
class BackgroundLoaded:
    """The chosen background can be shown, and is from the next frame on."""

    background: BackgroundSettings


@dataclass(frozen=True)
class BackgroundFailed:
    """The chosen background cannot be shown; the last good one (or plain dark) stays."""

    error: AppError


@dataclass(frozen=True)
class EngineReady:
    """The network is loaded. detail: one line for the status bar ("SINet 224×224 · OpenVINO")."""

    name: str
    detail: str


@dataclass(frozen=True)
class EngineFailed:
    """Inference does not work; only the background is shown."""

    error: AppError


@dataclass(frozen=True)
class EngineWorks:
    """After a picture that could not be processed the next one could."""


@dataclass(frozen=True)
class EngineKept:
    """Another network could not be loaded; the one that runs goes on."""

    error: AppError


@dataclass(frozen=True)
class RecordingStarted:
    """A file is being written. keeps_camera: the room is in it, as the user asked."""

    path: Path
    keeps_camera: bool = False


@dataclass(frozen=True)
class RecordingStopped:
    """A finished file. error is set when it ended early (disk full ...) - what was recorded is in path.

    dropped counts frames that came faster than they could be written. silent: no microphone was asked for.
    parts: how many files it is; path is the first one's.
    """

    path: Path
    seconds: float
    bytes: int
    error: AppError | None = None
    dropped: int = 0
    silent: bool = False
    parts: int = 1


@dataclass(frozen=True)
class RecordingPaused:
    """What happens now is left out of the recording, or (paused is False) it goes on."""

    paused: bool


@dataclass(frozen=True)
class RecordingFailed:
    """No file could be started."""

    error: AppError


@dataclass(frozen=True)
class SoundLost:
    """A recording goes on without the microphone's sound; told once a recording."""

    error: AppError


@dataclass(frozen=True)
class SoundBack:
    """After SoundLost: the recording has the microphone's sound again."""


@dataclass(frozen=True)
class EncoderLost:
    """The graphics processor does not encode any more; the recording goes on without it.

    name: FFmpeg's, of the encoder. in_next_file: what comes is in another file.
    """

    name: str
    in_next_file: bool


RecorderEvent = RecordingStopped | SoundLost | SoundBack | EncoderLost


@dataclass(frozen=True)
class SnapshotSaved:
    path: Path


@dataclass(frozen=True)
class SnapshotFailed:
    error: AppError


@dataclass(frozen=True)
class VirtualCameraStarted:
    """Other programs see the composite. device: what the camera is called there."""

    device: str


@dataclass(frozen=True)
class VirtualCameraStopped:
    """They do not any more. error is set when nobody asked for that, or when it could not be started."""

    error: AppError | None = None


Event = (
    SourceOpened
    | SourceLost
    | SourceEnded
    | BackgroundLoaded
    | BackgroundFailed
    | EngineReady
    | EngineFailed
    | EngineWorks
    | EngineKept
    | RecordingStarted
    | RecordingStopped
    | RecordingPaused
    | RecordingFailed
    | SoundLost
    | SoundBack
    | EncoderLost
    | SnapshotSaved
    | SnapshotFailed
    | VirtualCameraStarted
    | VirtualCameraStopped
)
