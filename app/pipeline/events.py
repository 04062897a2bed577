"""Events of a running session. They are facts, sent from worker threads."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from app.settings import BackgroundSettings


@dataclass(frozen=True)
class SourceOpened:
    """Frames are coming. name is for users ("Logitech C920"), source_id for settings; fps 0 means unknown.

    seconds: length of a video that can be paused and sought, else 0.
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
    """The source stopped delivering (unplugged, frozen, busy). The session keeps retrying; recording continues.

    source_id: its value in the settings; "" while the first camera is wanted and never appeared.
    """

    name: str
    error: AppError
    source_id: str = ""


@dataclass(frozen=True)
class SourceEnded:
    """A file ended, or the source cannot be opened at all and is not retried. source_id as above."""

    name: str
    error: AppError | None = None
    source_id: str = ""


@dataclass(frozen=True)
class BackgroundLoaded:
    """The chosen background is loaded and appears with the next frame."""

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
    """Inference fails; only the background is shown."""

    error: AppError


@dataclass(frozen=True)
class EngineWorks:
    """Processing works again after a failed frame."""


@dataclass(frozen=True)
class EngineKept:
    """Another network could not be loaded; the current one keeps running."""

    error: AppError


@dataclass(frozen=True)
class RecordingStarted:
    """A file is being written. keeps_camera: the room is in it, as the user asked."""

    path: Path
    keeps_camera: bool = False


@dataclass(frozen=True)
class RecordingStopped:
    """A recording is finished. error is set if it ended early (disk full ...); path holds what was recorded.

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
    """The recording is paused, or (paused is False) continues."""

    paused: bool


@dataclass(frozen=True)
class RecordingFailed:
    """The file could not be started."""

    error: AppError


@dataclass(frozen=True)
class SoundLost:
    """A recording continues without sound from the microphone; sent once per recording."""

    error: AppError


@dataclass(frozen=True)
class SoundBack:
    """After SoundLost: the recording has the microphone's sound again."""


@dataclass(frozen=True)
class EncoderLost:
    """The graphics processor stopped encoding; the recording continues without it.

    name: FFmpeg's, of the encoder. in_next_file: the rest is in another file.
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
    """Other programs see the composite. device: the camera's name there."""

    device: str


@dataclass(frozen=True)
class VirtualCameraStopped:
    """Other programs no longer see it. error is set if it failed to start or stopped unexpectedly."""

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
