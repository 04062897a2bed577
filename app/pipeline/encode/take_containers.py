"""The containers of takes, and which one a background needs. Importing it loads no encoder."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.pipeline.encode.fragments import CRASH_SAFE
from app.settings import BackgroundSettings, Container, RecordSettings

# Matroska's fragments, in milliseconds.
CLUSTERS = {"cluster_time_limit": "150", "flush_packets": "1", "max_interleave_delta": "150000"}
CONTAINERS: dict[Container, tuple[str, Mapping[str, str]]] = {
    "mp4": ("mp4", CRASH_SAFE),
    "mkv": ("matroska", CLUSTERS),
    "webm": ("webm", CLUSTERS),
    "mov": ("mov", CRASH_SAFE),
}
"""FFmpeg's name and options for each."""
TAKE_SUFFIXES = tuple(f".{container}" for container in CONTAINERS)


def for_background(settings: RecordSettings, background: BackgroundSettings) -> RecordSettings:
    """The settings for a take that begins with that background; a transparent one needs a format with alpha."""
    if background.kind != "transparent":
        return settings
    return replace(settings, container=settings.transparent_container)
