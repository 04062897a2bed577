"""The metadata of a decoded frame: its orientation and its peak brightness."""
from __future__ import annotations

import struct
from typing import Any, cast

from av.sidedata.sidedata import SideDataContainer
from av.video.frame import VideoFrame

DISPLAY_MATRIX = "DISPLAYMATRIX"
CONTENT_LIGHT, MASTERING_DISPLAY = "CONTENT_LIGHT_LEVEL", "MASTERING_DISPLAY_METADATA"
MASTERING = struct.Struct("=22i")  # FFmpeg's: chromaticities, then most and least light, as fractions; 2 flags
MAX_LIGHT_AT = 18
MIN_PEAK_NITS, MAX_PEAK_NITS = 100.0, 10_000.0  # values outside were not measured


def side_data(picture: VideoFrame, name: str) -> bytes | None:
    """The content of one kind of side data, or None.

    picture.side_data would create a reference cycle, so that every frame with its buffers would wait for the cycle
    collector.

    Raises:
        ValueError: the frame has side data of a kind that PyAV cannot name (EXIF), so PyAV hands out none.
    """
    data = SideDataContainer(picture).get(name)  # type: ignore[call-arg]
    return None if data is None else bytes(cast(Any, data))


def peak_nits(picture: VideoFrame, default: float) -> float:
    """The peak brightness of an HDR video according to its first frame, or default."""
    try:
        content, mastering = side_data(picture, CONTENT_LIGHT), side_data(picture, MASTERING_DISPLAY)
    except ValueError:
        return default
    said = (_content_nits(content), _mastering_nits(mastering))
    return min((nits for nits in said if MIN_PEAK_NITS <= nits <= MAX_PEAK_NITS), default=default)


def _content_nits(data: bytes | None) -> float:
    return float(struct.unpack("=I", data[:4])[0]) if data else 0.0


def _mastering_nits(data: bytes | None) -> float:
    if not data or len(data) < MASTERING.size:
        return 0.0
    numbers = MASTERING.unpack(data[: MASTERING.size])
    top, bottom, is_known = numbers[MAX_LIGHT_AT], numbers[MAX_LIGHT_AT + 1], numbers[-1]
    return top / bottom if is_known and bottom else 0.0
