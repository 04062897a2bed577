"""What a source is, what it says about itself, and which kinds there are."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable
from urllib.parse import urlsplit

from app.pipeline.decode.pictures import is_picture
from app.pipeline.frame import Frame
from app.settings import DEMO

CAMERA_PREFIX = "camera:"
SourceKind = Literal["demo", "camera", "stream", "picture", "video"]


@dataclass(frozen=True)
class SourceInfo:
    """The facts that the rest of the pipeline needs to know about where its pictures come from.

    Attributes:
        name: for people ("Logitech C920", "holiday.mp4").
        source_id: what CameraSettings.source must say to open the very same source again.
        width, height: of the pictures, px, as far as known now; 0 is unknown.
        fps: pictures a second; 0 is unknown.
        is_demo: the bundled clip.
        is_live: pictures come when they come. A file's come at once and are held until their time.
        is_device: a camera of this machine, whose driver may repeat the last picture for ever.
        seconds: how long a video is that can be paused and sought in; 0: there is none.
        silence_s: without a picture for so many seconds it counts as lost.
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
    """Delivers pictures. Opened, read and closed in one and the same thread."""

    info: SourceInfo

    def read(self) -> Frame | None:
        """The next picture, read-only; None when there is none just now (ask again a little later).

        A live source blocks until a picture comes and stamps it with time.monotonic(); others return at
        once, with the presentation time in seconds, growing without end (files begin anew).

        Raises:
            AppError: there will be no more pictures from this source.
        """
        ...

    def close(self) -> None:
        """Gives the device or file back. Safe to call twice."""
        ...


@runtime_checkable
class Seekable(Protocol):
    """A source that can go on from another place.

    Attributes:
        position_s: of the picture that was read last, from the start of the video.
    """

    position_s: float

    def seek(self, seconds: float) -> None:
        """The next picture is the one that is shown at that time; presentation times grow on. Raises AppError."""
        ...


@runtime_checkable
class Skippable(Protocol):
    """A live source that can let pictures pass without the work that showing them takes."""

    def skip(self) -> None:
        """Waits for the next picture, as read does, and throws it away. Raises AppError."""
        ...


def source_kind(source: str) -> SourceKind:
    """Which opener a CameraSettings.source is for; "" (the first camera) counts as a camera."""
    if source == DEMO:
        return "demo"
    if not source or source.startswith(CAMERA_PREFIX):
        return "camera"
    # One letter before the colon is a Windows drive, not a scheme.
    if "://" in source and len(urlsplit(source).scheme) > 1:
        return "stream"
    return "picture" if is_picture(Path(source)) else "video"


def may_come_back(source: str) -> bool:
    """True when opening again later can help: a camera or a network, but not a file that is damaged."""
    return source_kind(source) in ("camera", "stream")
