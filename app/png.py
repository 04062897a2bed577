"""Decodes a PNG from elsewhere. OpenCV alone would reserve whatever a damaged length in it says, up to 2 GB."""
from __future__ import annotations

import struct
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNK = struct.Struct(">I4s")
CRC_BYTES = 4
SIZE = struct.Struct(">II")


def decode_png(data: bytes, max_pixels: int) -> NDArray[Any] | None:
    """The picture as it is stored (hxw or hxwxC); None if it is damaged, not a PNG, or larger than max_pixels."""
    size = png_size(data)
    if size is None or size[0] * size[1] > max_pixels:
        return None
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)


def png_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) px; None for anything but a PNG, or if a chunk is longer than the data."""
    if not data.startswith(SIGNATURE):
        return None
    size, place = None, len(SIGNATURE)
    while place + CHUNK.size <= len(data):
        length, kind = CHUNK.unpack_from(data, place)
        end = place + CHUNK.size + length + CRC_BYTES
        if end > len(data) or (size is None and (kind != b"IHDR" or length < SIZE.size)):
            return None
        size = size or SIZE.unpack_from(data, place + CHUNK.size)
        place = end
    return size
