"""Opens sources: one function per kind in the registry, which loads only what that kind needs."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.pipeline.bundled import DEMO_NAME, demo_path
from app.pipeline.sources.camera_list import CameraInfo, list_cameras
from app.pipeline.sources.source import Source, SourceKind, source_kind
from app.settings import DEMO, CameraSettings

Reveal = Callable[[str], str]
ListCameras = Callable[[], list[CameraInfo]]


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


def _open_demo(settings: CameraSettings, reveal: Reveal, cameras: ListCameras) -> Source:  # noqa: ARG001
    from app.pipeline.sources.video import VideoSource

    return VideoSource(demo_path(), name=DEMO_NAME, source_id=DEMO, is_demo=True)


def _open_camera(settings: CameraSettings, reveal: Reveal, cameras: ListCameras) -> Source:  # noqa: ARG001
    from app.pipeline.sources.camera import CameraSource

    return CameraSource(settings, cameras=cameras)


def _open_stream(settings: CameraSettings, reveal: Reveal, cameras: ListCameras) -> Source:  # noqa: ARG001
    from app.pipeline.sources.network_camera import StreamSource

    return StreamSource(settings.source, reveal=reveal)


def _open_picture(settings: CameraSettings, reveal: Reveal, cameras: ListCameras) -> Source:  # noqa: ARG001
    from app.pipeline.sources.picture import PictureSource

    return PictureSource(Path(settings.source))


def _open_video(settings: CameraSettings, reveal: Reveal, cameras: ListCameras) -> Source:  # noqa: ARG001
    from app.pipeline.sources.video import VideoSource

    return VideoSource(Path(settings.source))


OPENERS: dict[SourceKind, Callable[[CameraSettings, Reveal, ListCameras], Source]] = {
    "demo": _open_demo,
    "camera": _open_camera,
    "stream": _open_stream,
    "picture": _open_picture,
    "video": _open_video,
}
