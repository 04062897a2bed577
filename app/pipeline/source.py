"""Where pictures come from: one small protocol, one file a kind, one line each in the registry."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

from app.pipeline.camera import CAMERA_PREFIX, CameraSource
from app.pipeline.camera_list import list_cameras
from app.pipeline.decode.pictures import PictureSource, is_picture
from app.pipeline.decode.video_file import VideoSource
from app.pipeline.demo import DEMO_NAME, demo_path
from app.pipeline.frame import Frame
from app.pipeline.source_info import SourceInfo
from app.pipeline.stream import StreamSource
from app.settings import DEMO, CameraSettings

SourceKind = Literal["demo", "camera", "stream", "picture", "video"]


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


OPENERS: dict[SourceKind, Callable[[CameraSettings], Source]] = {
    "demo": lambda _: VideoSource(demo_path(), name=DEMO_NAME, key=DEMO, is_demo=True),
    "camera": CameraSource,
    "stream": lambda settings: StreamSource(settings.source),
    "picture": lambda settings: PictureSource(Path(settings.source)),
    "video": lambda settings: VideoSource(Path(settings.source)),
}


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


def open_source(settings: CameraSettings) -> Source:
    """Opens what settings.source names; with "" the first camera, else the demo clip.

    Raises:
        AppError: it cannot be opened now.
    """
    if not settings.source and not list_cameras():
        settings = replace(settings, source=DEMO)
    return OPENERS[source_kind(settings.source)](settings)
