"""Opens what pictures come from: one line a kind in the registry."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.pipeline.bundled import DEMO_NAME, demo_path
from app.pipeline.sources.camera import CameraSource
from app.pipeline.sources.camera_list import list_cameras
from app.pipeline.sources.network_camera import StreamSource
from app.pipeline.sources.picture import PictureSource
from app.pipeline.sources.source import Source, SourceKind, source_kind
from app.pipeline.sources.video import VideoSource
from app.settings import DEMO, CameraSettings

OPENERS: dict[SourceKind, Callable[[CameraSettings], Source]] = {
    "demo": lambda _: VideoSource(demo_path(), name=DEMO_NAME, source_id=DEMO, is_demo=True),
    "camera": CameraSource,
    "stream": lambda settings: StreamSource(settings.source),
    "picture": lambda settings: PictureSource(Path(settings.source)),
    "video": lambda settings: VideoSource(Path(settings.source)),
}


def open_source(settings: CameraSettings) -> Source:
    """Opens what settings.source names; with "" the first camera, else the demo clip.

    Raises:
        AppError: it cannot be opened now.
    """
    if not settings.source and not list_cameras():
        settings = replace(settings, source=DEMO)
    return OPENERS[source_kind(settings.source)](settings)
