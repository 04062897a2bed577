"""The protocol and the kinds of sources, and what a source says about itself."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable
from urllib.parse import urlsplit

from app.pipeline.decode.kinds import is_picture
from app.pipeline.frame import Frame
from app.settings import DEMO

CAMERA_PREFIX = "camera:"
SourceKind = Literal["demo", "camera", "stream", "picture", "video"]


@dataclass(frozen=True)
class SourceInfo:
    """What the rest of the pipeline needs to know about the source of its frames.

    Attributes:
        name: for users ("Logitech C920", "holiday.mp4").
        source_id: the CameraSettings.source that reopens exactly this source.
        width, height: of the frames, px, as far as known now; 0 means unknown.
        fps: frames per second; 0 means unknown.
        is_demo: whether it is the bundled clip.
        is_live: whether frames arrive in real time. A file's come at once and are held until their time.
        is_device: a camera of this machine, whose driver may repeat the last frame for ever.
        seconds: length of a video that can be paused and sought, else 0.
        silence_s: without a frame for this many seconds, the source counts as lost.
    """

    name: str
    source_id: str
    width: int = 0
    height: int = 0
    fps: float = 0.0
    is_demo: bool = False
    is_live: bool = False
    is_device: bool = False
    seconds: float = 0.0
    silence_s: float = 10.0


class Source(Protocol):
    """Delivers frames. Opened, read and closed in the same thread."""

    info: SourceInfo

    def read(self) -> Frame | None:
        """The next frame, read-only; None if there is none just now (ask again a little later).

        A live source blocks until a frame arrives and stamps it with time.monotonic(); others return at
        once, with a presentation time in seconds that always grows (files loop).

        Raises:
            AppError: this source will deliver no more frames.
        """
        ...

    def close(self) -> None:
        """Releases the device or file. Safe to call twice."""
        ...


@runtime_checkable
class Seekable(Protocol):
    """A source that can seek.

    Attributes:
        position_s: of the last frame read, from the start of the video.
    """

    position_s: float

    def seek(self, seconds: float) -> None:
        """Continues with the frame shown at that time; presentation times keep growing. Raises AppError."""
        ...


@runtime_checkable
class Skippable(Protocol):
    """A live source that can skip frames without the work of decoding them."""

    def skip(self) -> None:
        """Waits for the next frame, as read does, and discards it. Raises AppError."""
        ...


def source_kind(source: str) -> SourceKind:
    """The kind of source that a CameraSettings.source names; "" (the first camera) counts as a camera."""
    if source == DEMO:
        return "demo"
    if not source or source.startswith(CAMERA_PREFIX):
        return "camera"
    # A single letter before the colon is a Windows drive, not a scheme.
    if "://" in source and len(urlsplit(source).scheme) > 1:
        return "stream"
    return "picture" if is_picture(Path(source)) else "video"


def may_come_back(source: str) -> bool:
    """Whether retrying later can help: for cameras and networks, but not for damaged files."""
    return source_kind(source) in ("camera", "stream")
