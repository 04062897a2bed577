"""What is written beside a decoded picture: how it is turned, how bright it may be."""
from __future__ import annotations

import struct
from typing import Any, cast

from av.sidedata.sidedata import SideDataContainer
from av.video.frame import VideoFrame

DISPLAY_MATRIX = "DISPLAYMATRIX"
CONTENT_LIGHT, MASTERING_DISPLAY = "CONTENT_LIGHT_LEVEL", "MASTERING_DISPLAY_METADATA"
MASTERING = struct.Struct("=22i")  # as FFmpeg has it: chromaticities, then least and most light, as fractions; 2 flags
MAX_LIGHT_AT = 18
MIN_PEAK_NITS, MAX_PEAK_NITS = 100.0, 10_000.0  # what is outside was not measured


def side_data(picture: VideoFrame, name: str) -> bytes | None:
    """The content of one kind; None where there is none.

    picture.side_data would keep the container in the picture, which the container holds: a cycle, so that every
    picture with its buffers would wait for the collector.

    Raises:
        ValueError: the picture has some of a kind that PyAV has no name for (EXIF), and then it hands out none.
    """
    data = SideDataContainer(picture).get(name)  # type: ignore[call-arg]
    return None if data is None else bytes(cast(Any, data))


def peak_nits(picture: VideoFrame, default: float) -> float:
    """How bright the brightest of an HDR video is said to be, beside its first picture; default where it is not."""
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
