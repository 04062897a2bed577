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

Reveal = Callable[[str], str]

OPENERS: dict[SourceKind, Callable[[CameraSettings, Reveal], Source]] = {
    "demo": lambda _settings, _reveal: VideoSource(demo_path(), name=DEMO_NAME, key=DEMO, is_demo=True),
    "camera": lambda settings, _: CameraSource(settings),
    "stream": lambda settings, reveal: StreamSource(settings.source, reveal=reveal),
    "picture": lambda settings, _: PictureSource(Path(settings.source)),
    "video": lambda settings, _: VideoSource(Path(settings.source)),
}


def open_source(settings: CameraSettings, *, reveal: Reveal = str) -> Source:
    """Opens what settings.source names; with "" the first camera, else the demo clip.

    reveal: puts the password of a network camera back into its address; see app.vault.

    Raises:
        AppError: it cannot be opened now.
    """
    if not settings.source and not list_cameras():
        settings = replace(settings, source=DEMO)
    return OPENERS[source_kind(settings.source)](settings, reveal)
