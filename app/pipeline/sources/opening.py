"""Opens sources: one line per kind in the registry."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.pipeline.bundled import DEMO_NAME, demo_path
from app.pipeline.sources.camera import CameraSource
from app.pipeline.sources.camera_list import CameraInfo, list_cameras
from app.pipeline.sources.network_camera import StreamSource
from app.pipeline.sources.picture import PictureSource
from app.pipeline.sources.source import Source, SourceKind, source_kind
from app.pipeline.sources.video import VideoSource
from app.settings import DEMO, CameraSettings

Reveal = Callable[[str], str]
ListCameras = Callable[[], list[CameraInfo]]

OPENERS: dict[SourceKind, Callable[[CameraSettings, Reveal, ListCameras], Source]] = {
    "demo": lambda _settings, _reveal, _cameras: VideoSource(demo_path(), name=DEMO_NAME, source_id=DEMO, is_demo=True),
    "camera": lambda settings, _, cameras: CameraSource(settings, cameras=cameras),
    "stream": lambda settings, reveal, _: StreamSource(settings.source, reveal=reveal),
    "picture": lambda settings, _reveal, _cameras: PictureSource(Path(settings.source)),
    "video": lambda settings, _reveal, _cameras: VideoSource(Path(settings.source)),
}


def open_source(
    settings: CameraSettings, *, reveal: Reveal = str, cameras: ListCameras = list_cameras
) -> Source:
    """Opens the source that settings.source names; for "" the first camera, or else the demo clip.

    reveal: puts the password of a network camera back into its address; see app.vault.
    cameras: the cameras to choose from.

    Raises:
        AppError: the source cannot be opened now.
    """
    if not settings.source and not cameras():
        settings = replace(settings, source=DEMO)
    return OPENERS[source_kind(settings.source)](settings, reveal, cameras)
